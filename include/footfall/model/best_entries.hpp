// Chooses the best entries of a list.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace footfall::model {

/// Chooses the best of many entries, which have a member `score` >= 0. Not thread-safe; each thread that
/// chooses keeps one, so that a request allocates nothing once it has grown to its usual size.
template <class Entry>
class best_entries {
 public:
  /// The best `count` of the entries, or all when there are no more, in any order; valid until the next call.
  /// `better` orders entries strictly, the larger score first. Linear: scores are counted in steps, so that
  /// only entries of the step in which the limit lies are compared with each other.
  template <class Better>
  [[nodiscard]] std::span<Entry> choose(std::span<const Entry> entries, std::size_t count, Better better) {
    // Room for one more than can come: an entry is written before it is known whether it is wanted.
    if (chosen_.size() <= entries.size()) chosen_.resize(entries.size() + 1);
    if (count >= entries.size()) {
      std::ranges::copy(entries, chosen_.begin());
      return std::span(chosen_).first(entries.size());
    }
    const auto limit = find_limit(entries, count);
    std::size_t chosen = 0;
    for (const auto& entry : entries) {
      chosen_[chosen] = entry;
      chosen += step_of(entry.score) <= limit ? 1 : 0;
    }
    if (chosen > count) leave_out_worst(limit, chosen, count, better);
    return std::span(chosen_).first(count);
  }

 private:
  // Scores are numbered by how far they are below the largest: 64 steps an octave, 0 for the largest.
  static constexpr std::size_t steps = 1024;
  static constexpr int bits_below_step = 17;

  // The bits of floats >= 0 are in the order of their values.
  static std::int32_t bits_of(float score) noexcept {
    return std::max(std::bit_cast<std::int32_t>(score), 0);
  }
  [[nodiscard]] std::size_t step_of(float score) const noexcept {
    const auto below = static_cast<std::size_t>(largest_ - bits_of(score)) >> bits_below_step;
    return std::min(below, steps - 1);
  }

  // The step of the last entry that is wanted; `count` is not 0 and less than the number of entries.
  [[nodiscard]] std::size_t find_limit(std::span<const Entry> entries, std::size_t count) noexcept {
    largest_ = 0;
    for (const auto& entry : entries) largest_ = std::max(largest_, bits_of(entry.score));
    std::array<std::uint32_t, steps> counts{};
    for (const auto& entry : entries) ++counts[step_of(entry.score)];
    std::size_t limit = 0;
    for (std::size_t seen = counts[0]; seen < count; seen += counts[limit]) ++limit;
    return limit;
  }

  // Of the first `chosen` entries of `chosen_` puts the best `count` first: only those in the step of the
  // limit are compared.
  template <class Better>
  void leave_out_worst(std::size_t limit, std::size_t chosen, std::size_t count, Better better) {
    const auto all = std::span(chosen_).first(chosen);
    if (tied_.size() <= chosen) tied_.resize(chosen + 1);
    std::size_t above = 0;
    std::size_t tied = 0;
    for (const auto entry : all) {
      const bool is_above = step_of(entry.score) < limit;
      chosen_[above] = entry;
      above += is_above ? 1 : 0;
      tied_[tied] = entry;
      tied += is_above ? 0 : 1;
    }
    const auto rest = std::span(tied_).first(tied);
    const auto wanted = static_cast<std::ptrdiff_t>(count - above);
    std::ranges::nth_element(rest, rest.begin() + wanted, better);
    std::copy_n(rest.begin(), wanted, chosen_.begin() + static_cast<std::ptrdiff_t>(above));
  }

  std::vector<Entry> chosen_;
  std::vector<Entry> tied_;
  std::int32_t largest_ = 0;
};

}  // namespace footfall::model
