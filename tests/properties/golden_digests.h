#ifndef ORDERLY_TESTS_PROPERTIES_GOLDEN_DIGESTS_H_
#define ORDERLY_TESTS_PROPERTIES_GOLDEN_DIGESTS_H_

#include <array>
#include <cstdint>

namespace orderly {

// Of seeds 1 to 100; see determinism_test.cc.
inline constexpr std::array<uint64_t, 100> kGoldenDigests = {
    0x527885e4a285a94d, 0xe53db0d19aa684dc, 0x1181fa48e40d2034,
    0x91281acf3b432f1b, 0x632716e9fd8cd347, 0xd08dfd7a8be84342,
    0xe178bd74fe60eb30, 0x3ad5a777a636e1ee, 0x1a508f6c5b52ec28,
    0x9407f8cf79ff2816, 0x010594458a4e5deb, 0x0bdcc2a516c9efa2,
    0x202c602695b81abb, 0x89d0a00f5dd209cb, 0x76efa6d58ed19d89,
    0x42d3f24632f69a9e, 0x2c4ebdb9fadda3ba, 0x7bb93f0ec60d1762,
    0xba59b409999eada6, 0xa8e73f07a17a46ba, 0xefeddcc9dbc71920,
    0xf8f3db930d665c2a, 0x09bfef445077cb47, 0xd2e62717ffa72570,
    0xf274b8b9988dca7d, 0xc76296d04e569413, 0xee509c1af462e1a3,
    0xc26ec0582fc459a8, 0x0f7be7bf710df8ef, 0xf697336fa7ce81c6,
    0xa3ce78ab64198e9a, 0xe53e5161282eeae6, 0x83d2601ec0f476dc,
    0xd4ba0016579dd096, 0x117119d3e9b4ad11, 0x95cc86c555ce14e3,
    0xd69eed131f07d949, 0x1402587ac0473558, 0x90e7811b5c9bbdd2,
    0x0c81f28061e1a86a, 0x7451eebd55b04ee2, 0x1277422a74b215c0,
    0x6897ccf4be529ae3, 0xe6fbe891cd1cfab1, 0x3a599fab842e6022,
    0x21699bf4c1c1c2fc, 0x19fa5d985d569404, 0x52a8b7ca44e1f3bd,
    0x42b1cdaba57b6fdb, 0x8f7ff73eeb03fef8, 0xd8c70b037688042f,
    0x8a63191348871e19, 0x6fcb799290f10cd4, 0x839522713a418477,
    0x315e391de01e56b4, 0xf9a60b0becf33241, 0xe5039c653b047c1a,
    0x004feab91156498e, 0x84071fdb5571c511, 0xa694ff1669bd0984,
    0x0911eb25f7d66504, 0x323ea9ccb43da176, 0x77187ba03e6db805,
    0x0456a407f4a735bf, 0x29731b5b1c76b777, 0xdfb7a5fed78247b0,
    0x21e432f223be6c78, 0xff49470e1597a567, 0x917e82f224e0ed1e,
    0xa721f323e673cd17, 0xe9da24dd4ce98c11, 0x0b1b6df155b7d0ee,
    0x44c18c30973bef1f, 0x657f7ab1f5dae94f, 0xcd8689227ee305a4,
    0x74faf086f3b20bcd, 0x3db7b415b84c83c8, 0xec9308f0ecdaaf0c,
    0x4c54f420b641fe6e, 0x33fad476a147d73c, 0x5c9cccac0128877b,
    0x4408486dba3f58ef, 0x085e44fb25309830, 0x6a71560b6205a2ff,
    0x35316b9b2e1a61ab, 0xc16d30bb020b315a, 0x86ab72b26fe4c8e0,
    0x5bc2ea71f1427c63, 0xb65f121b665e96e7, 0xfd556a92b557748a,
    0xf4b37a2f92692286, 0x674efc7e38af5feb, 0x30826a5b9ce3e4a4,
    0x6d002e646cfabcce, 0x0ae501780f135499, 0x42ec0540c96692e2,
    0x49f6ecb86a08d2f8, 0x1d5f8f562b3be3ea, 0xf7d6ad1608c4f587,
    0x159611cbfc62d4ad};

}  // namespace orderly

#endif  // ORDERLY_TESTS_PROPERTIES_GOLDEN_DIGESTS_H_
