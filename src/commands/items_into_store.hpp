// The items of a customer in the store of this machine, while no server runs on it.
#pragma once

#include "footfall/customer/customer.hpp"
#include "footfall/feeds/item_store.hpp"
#include "footfall/settings/application_settings.hpp"

#include <memory>
#include <string>

namespace footfall::commands {

/// An opened store with the items of one customer. Not thread-safe.
class opened_item_store {
 public:
  /// Opens the store that the settings name. Errors: `store_failed` when it is in use or cannot be opened.
  [[nodiscard]] static result<std::unique_ptr<opened_item_store>> open(
      const settings::application_settings& settings, const customer::customer_settings& shop,
      const std::string& data_directory);

  [[nodiscard]] feeds::item_store& items() noexcept { return items_; }

 private:
  opened_item_store(std::unique_ptr<store::event_store> opened, std::unique_ptr<store::entity_reader> reader,
                    customer_number customer)
      : store_(std::move(opened)),
        reader_(std::move(reader)),
        items_(customer, *reader_, feeds::door_of(*store_, customer)) {}

  const std::unique_ptr<store::event_store> store_;
  const std::unique_ptr<store::entity_reader> reader_;
  feeds::item_store items_;
};

}  // namespace footfall::commands
