// Whose events, and which hours, are in the slices of a model.
#pragma once

#include "footfall/model/model_kinds.hpp"
#include "footfall/text/local_minutes.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace footfall::model {

/// The slices of a model but for those of segments that events carry: groups of segments, then values of
/// attributes of users, then hours. Immutable, thread-safe.
class slice_members {
 public:
  /// Of each of the attributes the values of most people have slices.
  slice_members(const model_definition& definition, std::span<const std::string> attributes,
                const build_input& input);

  /// The names of all slices, by number.
  [[nodiscard]] std::span<const std::string> names() const noexcept { return names_; }
  /// The numbers of those that a person is in, ascending.
  [[nodiscard]] std::span<const std::uint32_t> of(owner_number owner) const noexcept;
  [[nodiscard]] bool has_hours() const noexcept { return first_slot_ != names_.size(); }

  /// Calls `visit(number)` with each slice of hours that this moment is in.
  template <class Visit>
  void visit_hours(std::uint32_t time_s, const Visit& visit) const {
    if (!has_hours()) return;
    const auto minute = clocks_.minute_of_day(time_s);
    for (std::size_t slot = 0; slot < slots_.size(); ++slot)
      if (is_within(slots_[slot], minute)) visit(first_slot_ + slot);
  }

 private:
  std::span<const time_slot> slots_;
  text::local_minutes clocks_;
  std::vector<std::string> names_;
  std::size_t first_slot_ = 0;
  std::vector<std::vector<std::uint32_t>> sets_;  // of numbers that people have
  boost::unordered_flat_map<owner_number, std::uint32_t> set_of_;
};

}  // namespace footfall::model
