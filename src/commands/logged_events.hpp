// The events of one customer as models learn from them: from the store, or from an import file.
#pragma once

#include "footfall/catalog/item_dictionary.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/model/event_history.hpp"
#include "footfall/store/engines.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace footfall::commands {

/// A customer's log in memory.
struct logged_events {
  catalog::item_dictionary items;
  model::event_history history;
};

/// Reads the events of a customer that happened until a time, as of the items that got other ids since. The
/// store may be at work in another process. Errors: those of `store::open_reader`; `bad_parameter` when the
/// store has nothing of this customer.
[[nodiscard]] result<void> read_log(const store::store_settings& where,
                                    const std::filesystem::path& data_directory,
                                    const customer::customer_settings& shop, std::int64_t until_ms,
                                    logged_events& out);

/// Appends the events of an import file; `items` gets those that it does not have. Errors: `io_failed`, and
/// `bad_parameter` with the line that cannot be read.
[[nodiscard]] result<void> read_file(const std::string& file, const customer::customer_settings& shop,
                                     const std::filesystem::path& data_directory,
                                     catalog::item_dictionary& items, model::event_history& out);

}  // namespace footfall::commands
