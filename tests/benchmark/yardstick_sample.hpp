// The test sessions of which a published figure was taken, drawn again.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace footfall::benchmarks {

/// The first state of Python's `random.Random(seed)`: `init_by_array` of Matsumoto and Nishimura
/// (mt19937ar.c, 2002) with the seed as its only key. A seed sequence of `std::mt19937`, and of that alone.
class python_seed {
 public:
  using result_type = std::uint32_t;

  explicit python_seed(std::uint32_t seed) : seed_(seed) {}

  template <class Iterator>
  void generate(Iterator begin, Iterator end) const {
    const auto size = static_cast<std::size_t>(end - begin);
    begin[0] = 19650218;
    const auto mixed = [&](std::size_t place, std::uint32_t factor) {
      const auto before = static_cast<std::uint32_t>(begin[place - 1]);
      return (before ^ (before >> 30U)) * factor;
    };
    for (std::size_t place = 1; place < size; ++place)
      begin[place] = mixed(place, 1812433253) + static_cast<std::uint32_t>(place);
    std::size_t place = 1;
    const auto go_on = [&] {
      if (++place < size) return;
      begin[0] = begin[size - 1];
      place = 1;
    };
    for (std::size_t step = 0; step < size; ++step, go_on())
      begin[place] = (begin[place] ^ mixed(place, 1664525)) + seed_;
    for (std::size_t step = 1; step < size; ++step, go_on())
      begin[place] = (begin[place] ^ mixed(place, 1566083941)) - static_cast<std::uint32_t>(place);
    begin[0] = 0x80000000;
  }

 private:
  std::uint32_t seed_;
};

/// `random.Random(42).sample(range(population), wanted)` of Python 3, as it draws when far fewer are wanted
/// than there are: `population` > 21 + 4^ceil(log4(3 * wanted)).
[[nodiscard]] inline std::vector<std::size_t> draw_sample(std::size_t population, std::size_t wanted) {
  python_seed seed(42);
  std::mt19937 random(seed);
  const auto unused_bits = 32 - std::bit_width(population);
  std::vector<std::size_t> drawn;
  std::vector<bool> is_drawn(population);
  while (drawn.size() < wanted) {
    const std::size_t place = random() >> unused_bits;
    if (place >= population || is_drawn[place]) continue;
    is_drawn[place] = true;
    drawn.push_back(place);
  }
  return drawn;
}

}  // namespace footfall::benchmarks
