// The sections of one customer in the state file.
#pragma once

#include "footfall/core/identifiers.hpp"
#include "footfall/state/state_reader.hpp"
#include "footfall/state/state_writer.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace footfall::customer {

/// Adds sections of one customer; see `state::state_writer`.
class section_writer {
 public:
  section_writer(state::state_writer& to, customer_number of) : to_(to), number_(of.value) {}

  /// Nothing when there are none.
  template <class Record>
  void append(std::string_view name, const std::vector<Record>& records, std::uint32_t part = 0) {
    static_assert(std::has_unique_object_representations_v<Record>);
    if (!records.empty())
      to_.append(state::section_id(name, number_, part), std::span<const Record>(records));
  }
  template <class Record>
  void append_one(std::string_view name, const Record& record, std::uint32_t part = 0) {
    static_assert(std::has_unique_object_representations_v<Record>);
    to_.append(state::section_id(name, number_, part), std::span(&record, 1));
  }
  [[nodiscard]] bool failed() const noexcept { return to_.failed(); }

 private:
  state::state_writer& to_;
  const std::uint32_t number_;
};

/// Reads sections of one customer; see `state::state_reader`. Thread-safe.
class section_reader {
 public:
  section_reader(const state::state_reader& from, customer_number of, std::size_t of_items,
                 std::uint32_t kept_since_s)
      : items_end(of_items), since_s(kept_since_s), from_(from), number_(of.value) {}

  const std::size_t items_end;  ///< items that the customer has: their numbers are below
  const std::uint32_t since_s;  ///< what is older has outlived the retention

  [[nodiscard]] bool holds(std::string_view name, std::uint32_t part = 0) const {
    return from_.holds(state::section_id(name, number_, part));
  }
  template <class Record>
  [[nodiscard]] result<std::vector<Record>> read(std::string_view name, std::uint32_t part = 0) const {
    return from_.read<Record>(state::section_id(name, number_, part));
  }
  /// Replaces `into`.
  template <class Record>
  [[nodiscard]] result<void> read_into(std::vector<Record>& into, std::string_view name,
                                       std::uint32_t part = 0) const {
    auto records = read<Record>(name, part);
    if (!records) return records.error();
    into = std::move(*records);
    return {};
  }
  template <class Record>
  [[nodiscard]] result<Record> read_one(std::string_view name, std::uint32_t part = 0) const {
    return from_.read_one<Record>(state::section_id(name, number_, part));
  }

 private:
  const state::state_reader& from_;
  const std::uint32_t number_;
};

}  // namespace footfall::customer
