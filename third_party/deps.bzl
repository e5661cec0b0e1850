"""Dependencies in WORKSPACE mode. With bzlmod (Bazel 7+) //:MODULE.bazel is used instead."""

load("//third_party:debian_bazel.bzl", "debian_bazel_stubs")
load("//third_party:system_repo.bzl", "system_absl", "system_library")

def _googletest():
    system_library(
        name = "com_google_googletest",
        debian = "libgtest-dev libgmock-dev",
        libs = ["libgtest.a", "libgmock.a", "libgmock_main.a"],
        links = {
            "include/gmock": "/usr/include/gmock",
            "include/gtest": "/usr/include/gtest",
        },
        probes = ["/usr/include/gtest/gtest.h", "/usr/include/gmock/gmock.h"],
        # As upstream: gtest = gtest + gmock; gtest_main = their main() as well.
        build = """
cc_library(
    name = "gtest",
    srcs = ["lib/libgmock.a", "lib/libgtest.a"],
    hdrs = glob(["include/**/*.h"]),
    includes = ["include"],
    linkopts = ["-pthread"],
)

cc_library(
    name = "gtest_main",
    srcs = ["lib/libgmock_main.a"],
    deps = [":gtest"],
)
""",
    )

def _rapidcheck():
    system_library(
        name = "rapidcheck",
        debian = "librapidcheck-dev",
        libs = ["librapidcheck.a"],
        links = {
            "include/rapidcheck": "/usr/include/rapidcheck",
            "include/rapidcheck.h": "/usr/include/rapidcheck.h",
        },
        probes = ["/usr/include/rapidcheck.h"],
        build = """
cc_library(
    name = "rapidcheck",
    srcs = ["lib/librapidcheck.a"],
    hdrs = glob(["include/**/*.h", "include/**/*.hpp"]),
    includes = ["include"],
)

cc_library(
    name = "rapidcheck_gtest",
    deps = [":rapidcheck"],
)
""",
    )

def _boost_context():
    # Headers stay in /usr/include (a built-in include directory of the
    # toolchain): Boost has 15,000 of them, too many to list as inputs.
    system_library(
        name = "boost.context",
        debian = "libboost-context-dev",
        libs = ["libboost_context.a"],
        probes = ["/usr/include/boost/context/detail/fcontext.hpp"],
        build = """
cc_library(
    name = "boost.context",
    srcs = ["lib/libboost_context.a"],
)
""",
    )

def _google_benchmark():
    system_library(
        name = "google_benchmark",
        debian = "libbenchmark-dev",
        libs = ["libbenchmark_main.a"],
        links = {"include/benchmark": "/usr/include/benchmark"},
        probes = ["/usr/include/benchmark/benchmark.h"],
        # Debian ships no static libbenchmark.
        build = """
cc_library(
    name = "benchmark",
    hdrs = glob(["include/**/*.h"]),
    includes = ["include"],
    linkopts = ["-lbenchmark", "-pthread"],
)

cc_library(
    name = "benchmark_main",
    srcs = ["lib/libbenchmark_main.a"],
    deps = [":benchmark"],
)
""",
    )

def _absl():
    system_absl(
        name = "com_google_absl",
        debian = "libabsl-dev",
        probes = ["/usr/include/absl/base/config.h"],
    )

def orderly_dependencies():
    """Declares every external repository that is not declared yet."""

    # Debian's bazel-bootstrap is a development build: its version is "". Bazel's
    # own WORKSPACE suffix would have it download rule sets, by maybe(), so they
    # are given here first. (remote_coverage_tools is no maybe(), but the
    # definition in the earlier chunk wins all the same.) An official Bazel has a
    # version and fetches its own.
    if not native.bazel_version:
        debian_bazel_stubs()

    for name, declare in {
        "boost.context": _boost_context,
        "com_google_absl": _absl,
        "com_google_googletest": _googletest,
        "google_benchmark": _google_benchmark,
        "rapidcheck": _rapidcheck,
    }.items():
        if native.existing_rule(name) == None:
            declare()
