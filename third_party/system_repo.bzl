"""Repository rules that give libraries installed on the machine the labels of
their upstream Bazel packages, so that BUILD files are the same whether a
library comes from Debian or from its own Bazel build.

Headers and .a files are linked into the repository: tracked inputs, which
remote execution ships too. But /usr/include is also one of the toolchain's
own folders: an #include of a library that is not in deps is noticed neither by
the sandbox nor by layering_check here, only where Bazel 7 builds the library.
"""

_LIB_DIRS = [
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib/aarch64-linux-gnu",
    "/usr/lib64",
    "/usr/lib",
]

_PREAMBLE = """load("@rules_cc//cc:defs.bzl", "cc_library")

package(default_visibility = ["//visibility:public"])
"""

def _find_lib(rctx, name):
    for d in _LIB_DIRS:
        p = rctx.path(d + "/" + name)
        if p.exists:
            return p
    return None

def _require(rctx, probes, libs):
    missing = [p for p in probes if not rctx.path(p).exists]
    missing += [lib for lib in libs if _find_lib(rctx, lib) == None]
    if missing:
        fail("@%s: not installed: %s (as root: apt-get install %s)" % (
            rctx.name,
            ", ".join(missing),
            rctx.attr.debian,
        ))

_COMMON = {
    "debian": attr.string(doc = "Debian packages to name in the error message"),
    "probes": attr.string_list(doc = "absolute paths that must exist"),
}

def _system_library_impl(rctx):
    _require(rctx, rctx.attr.probes, rctx.attr.libs)
    rctx.file("WORKSPACE", "")
    for dst, src in rctx.attr.links.items():
        rctx.symlink(src, dst)
    for lib in rctx.attr.libs:
        rctx.symlink(_find_lib(rctx, lib), "lib/" + lib)
    rctx.file("BUILD.bazel", _PREAMBLE + rctx.attr.build)

system_library = repository_rule(
    implementation = _system_library_impl,
    attrs = dict(
        _COMMON,
        build = attr.string(doc = "the targets, without load() and package()"),
        libs = attr.string_list(doc = "found in the library directories, linked as lib/NAME"),
        links = attr.string_dict(doc = "path in the repository -> absolute path"),
    ),
    local = True,
)

# Upstream Abseil package -> {target: name of its .pc file, "" if the same}.
_ABSL = {
    "absl/algorithm": {"algorithm": "", "container": "algorithm_container"},
    "absl/base": {k: "" for k in [
        "base",
        "config",
        "core_headers",
        "dynamic_annotations",
        "endian",
        "log_severity",
    ]},
    "absl/cleanup": {"cleanup": ""},
    "absl/container": {k: "" for k in [
        "btree",
        "fixed_array",
        "flat_hash_map",
        "flat_hash_set",
        "inlined_vector",
        "node_hash_map",
        "node_hash_set",
    ]},
    "absl/debugging": {k: "" for k in [
        "failure_signal_handler",
        "leak_check",
        "stacktrace",
        "symbolize",
    ]},
    "absl/flags": {
        "commandlineflag": "flags_commandlineflag",
        "config": "flags_config",
        "flag": "flags",
        "marshalling": "flags_marshalling",
        "parse": "flags_parse",
        "reflection": "flags_reflection",
        "usage": "flags_usage",
    },
    "absl/functional": {"any_invocable": "", "bind_front": "", "function_ref": ""},
    "absl/hash": {"hash": ""},
    "absl/memory": {"memory": ""},
    "absl/meta": {"type_traits": ""},
    "absl/numeric": {"bits": "", "int128": ""},
    "absl/status": {"status": "", "statusor": ""},
    "absl/strings": {"cord": "", "str_format": "", "strings": ""},
    "absl/synchronization": {"synchronization": ""},
    "absl/time": {"time": ""},
    "absl/types": {"any": "", "compare": "", "optional": "", "span": "", "variant": ""},
    "absl/utility": {"utility": ""},
}

def _pc_requires(text):
    """The package names in a .pc file's Requires line."""
    names = []
    for line in text.split("\n"):
        if line.startswith("Requires:"):
            for requirement in line[len("Requires:"):].split(","):
                name = requirement.strip().split(" ")[0]
                if name:
                    names.append(name)
    return names

def _system_absl_impl(rctx):
    _require(rctx, rctx.attr.probes, ["libabsl_base.a"])
    lib_dir = _find_lib(rctx, "libabsl_base.a").dirname
    rctx.file("WORKSPACE", "")
    rctx.symlink("/usr/include/absl", "include/absl")
    out = [_PREAMBLE, """
cc_library(
    name = "headers",
    hdrs = glob(["include/absl/**/*.h", "include/absl/**/*.inc"]),
    includes = ["include"],
    linkopts = ["-lrt", "-latomic", "-pthread"],
)
"""]
    for pc in lib_dir.get_child("pkgconfig").readdir():
        if not (pc.basename.startswith("absl_") and pc.basename.endswith(".pc")):
            continue
        name = pc.basename[:-len(".pc")]
        lib = "lib%s.a" % name
        srcs = []
        if lib_dir.get_child(lib).exists:
            rctx.symlink(lib_dir.get_child(lib), "lib/" + lib)
            srcs = ["lib/" + lib]

            # Debian's .a is not position independent: what is (a shared library
            # of ours) gets Debian's .so, by a linker script in the place of a
            # .pic.a.
            shared = lib_dir.get_child("lib%s.so" % name)
            if shared.exists:
                rctx.file("lib/lib%s.pic.a" % name, "INPUT(%s)\n" % shared)
                srcs.append("lib/lib%s.pic.a" % name)
        deps = [":headers"] + [":" + d for d in _pc_requires(rctx.read(pc))]
        out.append("cc_library(name = %r, srcs = %r, deps = %r)" % (name, srcs, deps))
    rctx.file("BUILD.bazel", "\n".join(out) + "\n")
    for pkg, targets in _ABSL.items():
        rctx.file(pkg + "/BUILD.bazel", "\n".join([
            'alias(name = "%s", actual = "//:absl_%s", visibility = ["//visibility:public"])' % (t, c or t)
            for t, c in targets.items()
        ]) + "\n")

system_absl = repository_rule(
    implementation = _system_absl_impl,
    attrs = _COMMON,
    local = True,
)
