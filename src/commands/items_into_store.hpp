// The items of a customer in the store of this machine, while no server runs on it.
#pragma once

#include "footfall/catalog_import/import_report.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/feeds/item_store.hpp"
#include "footfall/settings/application_settings.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <cstdint>
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

  /// What of the items that the log has been tracking lately a full import of these would know. Reads all of
  /// the log. Errors: those of the store.
  [[nodiscard]] result<catalog_import::tracked_ids> tracked_share(const catalog::packed_items& items,
                                                                  std::int64_t now_ms);

 private:
  opened_item_store(std::unique_ptr<store::event_store> opened, std::unique_ptr<store::entity_reader> reader,
                    customer_number number, const customer::customer_settings& shop)
      : store_(std::move(opened)),
        reader_(std::move(reader)),
        owner_(number, boost::make_shared<const customer::customer_settings>(shop)),
        items_(number, *reader_, feeds::door_of(*store_, number)) {}

  result<void> read_tracked(std::int64_t since_ms);

  const std::unique_ptr<store::event_store> store_;
  const std::unique_ptr<store::entity_reader> reader_;
  customer::customer owner_;  // whose numbers of items and days of tracking are filled when asked for
  feeds::item_store items_;
};

}  // namespace footfall::commands
