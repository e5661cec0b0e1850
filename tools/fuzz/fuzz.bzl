"""cc_fuzz_target: one fuzz entry point, two binaries.

NAME       a cc_test that replays the corpus with any compiler, in every run of the tests.
NAME_fuzz  the libFuzzer binary: ./bazelw run --config=fuzz //PKG:NAME_fuzz -- FOLDER
"""

load("@rules_cc//cc:defs.bzl", "cc_binary", "cc_library", "cc_test")

def cc_fuzz_target(name, srcs, deps = [], corpus = [], size = "small", tags = []):
    """Declares NAME and NAME_fuzz.

    Args:
      name: name of the replaying test
      srcs: define LLVMFuzzerTestOneInput
      deps: their dependencies
      corpus: files, or filegroups of files, of one input each
      size: of the replaying test
      tags: of the replaying test
    """
    cc_library(
        name = name + "_entry",
        testonly = True,
        srcs = srcs,
        deps = deps,
        alwayslink = True,
    )
    cc_test(
        name = name,
        size = size,
        args = ["$(locations %s)" % c for c in corpus],
        data = corpus,
        tags = tags,
        deps = [
            ":%s_entry" % name,
            "//tools/fuzz:replay_main",
        ],
    )
    cc_binary(
        name = name + "_fuzz",
        testonly = True,
        linkopts = ["-fsanitize=fuzzer"],
        tags = ["manual"],  # Needs --config=fuzz.
        deps = [":%s_entry" % name],
    )
