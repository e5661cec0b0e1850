#ifndef ORDERLY_TESTS_PROPERTIES_GOLDEN_DIGESTS_H_
#define ORDERLY_TESTS_PROPERTIES_GOLDEN_DIGESTS_H_

#include <array>
#include <cstdint>

namespace orderly {

// Of seeds 1 to 100; see determinism_test.cc.
inline constexpr std::array<uint64_t, 100> kGoldenDigests = {
    0xb13c21393386db62, 0xcf8f7c038ad48eb0, 0x2f11ed69f845eb98,
    0x5555c4aacabc0cc1, 0x3ec4ddaa72dd9f24, 0x973bc3261bcad8c5,
    0xdc672dab2d2d0636, 0xc115c08526e949d6, 0x904db21820b1f70e,
    0xb10826f4499b0456, 0xa5f20e29c0aef700, 0xf6e2d4e46f351da2,
    0xe46647ea00ef422c, 0x3d5c19463a27623e, 0x9223f3dc6e6a9b6f,
    0x372e20720e419bcf, 0x10e5f4451f249e09, 0xcb933fb22633d162,
    0x98c594a5a11fb5f2, 0x805198882d728a95, 0xa8a4d62f363581da,
    0xf9e4433122d4032b, 0xce9b429fe7ab093b, 0x52270c59e4c036d8,
    0xddf68298618d9271, 0xcad03ed09d5a711f, 0xbb984489eefe7513,
    0xb45ab79e5b5d16e7, 0x752d4456c6a30d4d, 0x2c2d1bf51d905dc7,
    0xece45512afaa2146, 0x5e5065813e3e2664, 0x9b79e3d7c9d4c710,
    0x0c46d9b8d6193616, 0x29ea27e7f7a5b060, 0x8468fdbd9d2da55e,
    0x755025805fa80454, 0x84ab79888de8afbe, 0x8c7e338993dd613a,
    0x5e2b9e5e5beeb48e, 0xcb01719e6af5a366, 0x8265ad4ad45b612a,
    0x00a62bd98524dda2, 0x3ae74b9d75953ade, 0xf6f7a844702890fa,
    0x7b16042545daf819, 0x6a34ff86af0c03f3, 0xd6b7110b2987d971,
    0xc9dbf0df771e574c, 0x5e3b935755e411b4, 0x3781a7562f7b3497,
    0x73557a14abc1a058, 0xe22f6dd89d5e00d6, 0x5ded797a97911556,
    0xe343f050c01ecbc9, 0x042efb5f3a202665, 0x93cc86f404f18a96,
    0xf8766c0cd7c70eb6, 0x454e59938f7b10de, 0x938daa64b981966e,
    0x36ed7fbe87722f08, 0xe02b2e030cab0185, 0x6bcde5b46092b22f,
    0x5691bb0742655fed, 0x3e3eba925cde7839, 0xdf8900ae61f2f8cf,
    0xee4dd6526554b5ec, 0x835dc7c738aac5e6, 0xefed44b1ff9e6c23,
    0xe98c167581a3d0c9, 0xb054b28345871bec, 0x48107be24bc7eecb,
    0xda3adfe367cddde9, 0x7bea3baff3ab6fe2, 0xb655ca5ac008efbc,
    0x28f60ad1fb64049b, 0x0307cad6fd8b144b, 0xdd2d13c9c4db0118,
    0x597cdc8e587bbb71, 0xb97b8c28a005629c, 0x260bfd9261627dea,
    0x7f9c07a7b3b28be0, 0xf1cbaa757e93a83a, 0x2f26756b3f3091a9,
    0x67f10ea0bf41f93f, 0x8b519198bfe18270, 0xa3d9ccf6080020ba,
    0x4af0a194a376b21e, 0x854507ea275ffe93, 0x09f7196cb21afda2,
    0x08ac54c579c621b9, 0xe821b0d3c0ee8cd2, 0x00182742223f4b8e,
    0xf3f781bf48ebe811, 0xd85c60c979455f42, 0x66dfc3474e5d3e9d,
    0xb3ba1569edda1360, 0x50df8a0e6a270985, 0x2934d340ab1b1f96,
    0x45028ea609102879,
};

}  // namespace orderly

#endif  // ORDERLY_TESTS_PROPERTIES_GOLDEN_DIGESTS_H_
