// Puts entries in the order of their scores, for the most part without comparing them.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace footfall::model {

/// Orders entries, which have a member `score` >= 0, best first. Scores are counted in steps, and only
/// entries of one step are compared with each other: what a comparison says is a toss for the processor, and
/// costs more than all the rest. Not thread-safe; each thread that orders keeps one.
template <class Entry>
class score_order {
 public:
  /// Puts the best `sorted` of the entries first, in order, then the others of the best `kept`, then the
  /// rest. Where there is a rest, the worst of those kept comes last before it. `better` orders entries
  /// strictly, the larger score first. sorted <= kept <= the number of entries. Linear, but for entries of
  /// nearly the same score.
  template <class Better>
  void arrange(std::span<Entry> entries, std::size_t sorted, std::size_t kept, Better better) {
    if (entries.size() <= few) {
      std::sort(entries.begin(), entries.end(), better);
      return;
    }
    scatter(entries);
    std::size_t begin = 0;
    for (std::size_t step = 0; begin < kept; ++step) {
      const std::size_t end = ends_[step];
      // The step in which a limit lies is put in order as a whole.
      const bool holds_limit = end >= kept && kept < entries.size();
      if (end - begin > 1 && (begin < sorted || holds_limit))
        std::sort(moved_.begin() + static_cast<std::ptrdiff_t>(begin),
                  moved_.begin() + static_cast<std::ptrdiff_t>(end), better);
      begin = end;
    }
    std::copy_n(moved_.begin(), entries.size(), entries.begin());
  }

 private:
  static constexpr std::size_t few = 24;
  // By how far a score is below the largest: 32 steps an octave.
  static constexpr std::size_t steps = 512;
  static constexpr int bits_below_step = 18;

  // The bits of floats >= 0 are in the order of their values.
  static std::int32_t bits_of(float score) noexcept { return std::bit_cast<std::int32_t>(score); }

  // Fills `moved_` step by step, and `ends_` with where each step ends.
  void scatter(std::span<const Entry> entries) {
    std::int32_t largest = 0;
    for (const auto& entry : entries) largest = std::max(largest, bits_of(entry.score));
    const auto step_of = [largest](const Entry& entry) {
      return std::min(static_cast<std::size_t>(largest - bits_of(entry.score)) >> bits_below_step, steps - 1);
    };
    ends_.fill(0);
    for (const auto& entry : entries) ++ends_[step_of(entry)];
    std::uint32_t begin = 0;
    for (auto& end : ends_) {
      const auto count = end;
      end = begin;
      begin += count;
    }
    if (moved_.size() < entries.size()) moved_.resize(entries.size());
    for (const auto& entry : entries) moved_[ends_[step_of(entry)]++] = entry;
  }

  std::array<std::uint32_t, steps> ends_{};
  std::vector<Entry> moved_;
};

}  // namespace footfall::model
