// Items into the store of this machine, while no server runs on it.
#pragma once

#include "footfall/catalog/item.hpp"
#include "footfall/catalog_import/feed_settings.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/settings/application_settings.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace footfall::commands {

/// What a run changed.
struct stored_items {
  std::size_t added = 0, changed = 0, same = 0, removed = 0;
};

/// The catalogue of one customer in the store. Not thread-safe.
class item_store {
 public:
  virtual ~item_store() = default;

  /// Items of this type that are there.
  [[nodiscard]] virtual result<std::size_t> count(std::uint32_t type) = 0;

  /// `full`: of the types that occur among `items` there are these and no others, in one step, so that a run
  /// that is interrupted leaves the old catalogue whole. `update`: they are added, or replace those of their
  /// ids.
  [[nodiscard]] virtual result<stored_items> store(const std::vector<catalog::item>& items,
                                                   catalog_import::import_mode mode) = 0;
};

/// Opens the store that the settings name. Errors: `store_failed` when it is in use or cannot be opened.
[[nodiscard]] result<std::unique_ptr<item_store>> open_item_store(
    const settings::application_settings& settings, const customer::customer_settings& shop,
    const std::string& data_directory);

}  // namespace footfall::commands
