// What a customer's content server says of exports that wait for us (protocol part H1).
#pragma once

#include "footfall/core/failure.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::feeds {

/// What is to be done with the items of an export.
enum class export_action : std::uint8_t {
  full,    ///< they are all that there are of their type and language
  update,  ///< they are added, or replace those of their ids
  remove   ///< one item goes
};

/// One export, or the removal of one item.
struct export_event {
  export_action action = export_action::update;
  std::uint32_t type = 0;  ///< 0: items say it themselves
  std::string language;    ///< empty: all
  std::string item;        ///< of a removal
  std::vector<std::string> urls;
  std::string authorization;  ///< of the header; empty: none
};

/// One call. Equal transactions are parts of one export; empty: it stands alone.
struct export_call {
  static constexpr std::size_t events_max = 1'000;
  static constexpr std::size_t urls_max = 10'000;  ///< of all events together

  std::string transaction;
  std::vector<export_event> events;
  std::vector<std::string> left_out;  ///< what was passed over, as sentences
  std::string json;                   ///< as it came
};

/// Reads the JSON of a call: all of it or nothing. Errors: `bad_request` with the member and what would be
/// right, never with credentials. Thread-safe.
[[nodiscard]] result<export_call> read_export_call(std::string_view json);

}  // namespace footfall::feeds
