// A target with a mistake on purpose: the fuzzing harness must find it, or it could not find anything.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (text.starts_with("bird")) {
    std::fputs("the canary was reached\n", stderr);
    std::abort();
  }
  return 0;
}
