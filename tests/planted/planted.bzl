"""Copies of the product's sources with planted bugs in them."""

load("@rules_cc//cc:defs.bzl", "cc_library")

def patched_library(name, sources, copies, patches, deps):
    """Copies of sources with every bug of some patches, behind its switch.

    Who links it gets the copies in place of the originals: alwayslink, and in
    front of what it depends on, so that no object of the originals is taken.

    Args:
      name: of the library.
      sources: the filegroups of the originals.
      copies: the paths of all files in these.
      patches: what plants the bugs; they are applied in this order.
      deps: of the originals, and the originals for their headers.
    """
    outs = ["patched/" + copy for copy in copies]
    native.genrule(
        name = name + "_sources",
        srcs = sources + patches,
        outs = outs,
        cmd = "bash $(location plant.sh) $(RULEDIR)/patched %s -- %s" % (
            " ".join(["$(locations %s)" % source for source in sources]),
            " ".join(["$(location %s)" % patch for patch in patches]),
        ),
        tools = ["plant.sh"],
    )
    cc_library(
        name = name,
        srcs = outs,
        deps = deps + [":switch"],
        alwayslink = True,
    )
