#ifndef ORDERLY_SIM_BASE_ADDRESS_SANITIZER_H_
#define ORDERLY_SIM_BASE_ADDRESS_SANITIZER_H_

// ORDERLY_ASAN: built with AddressSanitizer, by g++ or clang.
#if defined(__SANITIZE_ADDRESS__)
#define ORDERLY_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ORDERLY_ASAN 1
#endif
#endif

#endif  // ORDERLY_SIM_BASE_ADDRESS_SANITIZER_H_
