"""Copies of the protocol, each with one planted bug, and the search for it."""

load("@rules_cc//cc:defs.bzl", "cc_library", "cc_test")

_SOURCES = [
    "client_session.cc",
    "ending.cc",
    "goodbye.cc",
    "message_stream.cc",
    "server_session.cc",
]

_HEADERS = [
    "//protocol:clock",
    "//protocol:codec",
    "//protocol:ending",
    "//protocol:goodbye",
    "//protocol:message_stream",
    "//protocol:session_headers",
    "@com_google_absl//absl/functional:function_ref",
    "@com_google_absl//absl/status",
    "@com_google_absl//absl/status:statusor",
    "@com_google_absl//absl/strings",
]

def planted_test(name):
    """A test that finds the bug of NAME.patch.

    Its binary links the patched copies of the session's sources in place of
    //protocol's: they come first, so that no object of the originals is taken.
    """
    copies = ["%s/%s" % (name, source) for source in _SOURCES]
    native.genrule(
        name = name + "_sources",
        srcs = [
            "//protocol:session_sources",
            name + ".patch",
        ],
        outs = copies,
        cmd = " && ".join([
            "mkdir -p $(RULEDIR)/%s/protocol" % name,
            "cp -L $(locations //protocol:session_sources) $(RULEDIR)/%s/protocol/" % name,
            "chmod u+w $(RULEDIR)/%s/protocol/*" % name,
            "patch --quiet -p1 -d $(RULEDIR)/%s < $(location %s.patch)" % (name, name),
            "mv $(RULEDIR)/%s/protocol/*.cc $(RULEDIR)/%s/" % (name, name),
        ]),
    )
    cc_library(
        name = name + "_protocol",
        srcs = copies,
        deps = _HEADERS,
        alwayslink = True,
    )
    cc_test(
        name = name + "_test",
        size = "small",
        srcs = ["planted_test.cc"],
        local_defines = ["PLANTED_BUG=\\\"%s\\\"" % name],
        deps = [
            ":" + name + "_protocol",
            ":planted_bugs",
            "//search:check",
            "//search:failure",
            "//properties:promise",
            "//properties:row",
            "//search:token",
            "@com_google_googletest//:gtest_main",
        ],
    )
