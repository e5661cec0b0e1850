#include "sim/process/open_file.h"

#include <utility>

#include "sim/base/check.h"

namespace orderly {
namespace {

template <typename T>
class FreeList final {
 public:
  FreeList() = default;
  FreeList(const FreeList&) = delete;
  FreeList& operator=(const FreeList&) = delete;
  ~FreeList() {
    while (head_ != nullptr) delete std::exchange(head_, head_->next_free);
  }

  T* Take() {
    if (head_ == nullptr) return new T;
    return std::exchange(head_, head_->next_free);
  }
  void Return(T* it) {
    it->next_free = head_;
    head_ = it;
  }

 private:
  T* head_ = nullptr;
};

thread_local FreeList<OpenFile> free_files;
thread_local FreeList<DescriptorTable> free_tables;

}  // namespace

OpenFile* OpenFile::New(Socket* socket) {
  OpenFile* file = free_files.Take();
  file->socket = socket;
  file->references = 1;
  return file;
}

void OpenFile::Free(OpenFile* file) {
  SIM_CHECK(file->references == 0);
  file->socket = nullptr;
  free_files.Return(file);
}

DescriptorTable* DescriptorTable::New() {
  DescriptorTable* table = free_tables.Take();
  table->users = 1;
  return table;
}

void DescriptorTable::Free(DescriptorTable* table) {
  SIM_CHECK(table->users == 0);
  table->slots.clear();
  free_tables.Return(table);
}

}  // namespace orderly
