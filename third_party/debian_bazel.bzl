"""Stand-ins for the rule sets that Bazel 4 downloads for itself, for Debian's
bazel-bootstrap on a machine without internet. They only re-export the native
rules. (Debian's own bazel-rules-cc 0.0.4 does not load in its Bazel 4.2.3.)
"""

def _stub_impl(rctx):
    rctx.file("WORKSPACE", "workspace(name = %r)\n" % rctx.name)
    for path, text in rctx.attr.files.items():
        rctx.file(path, text)
    for label, path in rctx.attr.links.items():
        rctx.symlink(label, path)

_stub = repository_rule(
    implementation = _stub_impl,
    attrs = {
        "files": attr.string_dict(doc = "path -> text"),
        "links": attr.label_keyed_string_dict(allow_files = True, doc = "file of ours -> path"),
    },
)

def _reexport(names):
    return "".join(["%s = native.%s\n" % (n, n) for n in names])

def debian_bazel_stubs():
    """Declares rules_cc, rules_java, rules_shell, rules_proto and remote_coverage_tools."""
    _stub(name = "rules_cc", files = {
        "cc/BUILD": "",
        "cc/defs.bzl": _reexport([
            "cc_binary",
            "cc_import",
            "cc_library",
            "cc_proto_library",
            "cc_test",
            "cc_toolchain",
            "cc_toolchain_suite",
            "fdo_prefetch_hints",
            "fdo_profile",
            "objc_import",
            "objc_library",
        ]),
    })
    _stub(name = "rules_java", files = {
        "java/BUILD": "",
        "java/defs.bzl": _reexport([
            "java_binary",
            "java_import",
            "java_library",
            "java_lite_proto_library",
            "java_package_configuration",
            "java_plugin",
            "java_proto_library",
            "java_runtime",
            "java_test",
            "java_toolchain",
        ]),
    })
    _stub(name = "rules_shell", files = {
        "shell/BUILD": "",
        "shell/sh_binary.bzl": _reexport(["sh_binary"]),
        "shell/sh_library.bzl": _reexport(["sh_library"]),
        "shell/sh_test.bzl": _reexport(["sh_test"]),
    })
    _stub(name = "rules_proto", files = {
        "proto/BUILD": "",
        "proto/defs.bzl": _reexport([
            "proto_lang_toolchain",
            "proto_library",
        ]) + "ProtoInfo = ProtoInfo\n",
    })

    # Every cc_test names @remote_coverage_tools, a Java program that is
    # downloaded; `bazel coverage` runs it. Ours merges gcov's JSON into LCOV.
    _stub(
        name = "remote_coverage_tools",
        files = {
            "BUILD": """
package(default_visibility = ["//visibility:public"])
sh_binary(name = "coverage_report_generator", srcs = ["lcov_merge.py"])
sh_binary(name = "lcov_merger", srcs = ["lcov_merge.py"])
""",
        },
        links = {"//third_party:lcov_merge.py": "lcov_merge.py"},
    )
