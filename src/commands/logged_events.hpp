// One customer as models learn from it: its events, from the store or from an import file, and what it tells.
#pragma once

#include "footfall/customer/customer.hpp"
#include "footfall/model/event_history.hpp"
#include "footfall/store/engines.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace footfall::commands {

/// An event that says in which segments its user was.
struct event_with_segments {
  events::event what;  ///< without details
  item_index item = 0;
  std::string segments;  ///< with commas
};

/// A customer's log in memory, and what the customer tells of items and users today.
struct logged_events {
  customer::customer_directory::pointer owner;  ///< its items, categories, catalogue and attributes of users
  model::event_history history{};
  std::vector<event_with_segments> with_segments{};
};

/// Reads the events of a customer that happened until a time, as of the items that got other ids since, its
/// catalogue and the attributes of its users. The store may be at work in another process. Errors: those of
/// `store::open_reader`; `bad_parameter` when the store has nothing of this customer.
[[nodiscard]] result<logged_events> read_log(const store::store_settings& where,
                                             const std::filesystem::path& data_directory,
                                             const customer::customer_settings& shop, std::int64_t until_ms);

/// Appends the events of an import file; the owner gets items that it does not have. Errors: `io_failed`, and
/// `bad_parameter` with the line that cannot be read.
[[nodiscard]] result<void> read_file(const std::string& file, const customer::customer_settings& shop,
                                     const std::filesystem::path& data_directory, logged_events& out);

}  // namespace footfall::commands
