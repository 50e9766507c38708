// The items of one customer in the store, and the ways of an import into it.
#pragma once

#include "footfall/catalog/item.hpp"
#include "footfall/catalog/packed_items.hpp"
#include "footfall/catalog_import/feed_settings.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/store/event_log.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::feeds {

/// What a run changed.
struct stored_items {
  std::size_t added = 0, changed = 0, same = 0, removed = 0;
};

/// Items of an import: calls `visit` with each, as often as it is asked to; of the same id the last one
/// counts.
using item_source = std::function<void(const std::function<void(const catalog::item&)>& visit)>;

class compared_items;

/// How entities get into the store, and how much of them in one transaction.
struct entity_door {
  std::function<result<store::batch_outcome>(std::vector<store::entity_write>& writes)> write;
  std::function<result<std::uint64_t>()> begin_replacement;
  std::size_t writes_max = 0;
  std::size_t bytes_max = 0;
};

/// Into a store that nobody else has open: large transactions.
[[nodiscard]] entity_door door_of(store::event_store& opened, customer_number customer);

/// Into that of a running server: events come in between.
[[nodiscard]] entity_door door_of(store::event_log& log, customer_number customer);

/// Nobody else changes the customer's items meanwhile (`customer::entity_changes`). Not thread-safe.
class item_store {
 public:
  /// `reader` outlives this.
  item_store(customer_number customer, store::entity_reader& reader, entity_door door)
      : customer_(customer), reader_(reader), door_(std::move(door)) {}

  /// Items of this type that are there. Errors: those of the store, as of what follows.
  [[nodiscard]] result<std::size_t> count(std::uint32_t type);

  /// Calls `visit` with key and bytes of what is there, also of what stands for items that were taken back.
  using visitor = std::function<void(std::string_view key, std::string_view content)>;
  [[nodiscard]] result<void> for_each(const visitor& visit);

  /// `full`: of the types that occur among `items` there are these and no others, in one step, so that a run
  /// that is interrupted leaves the old catalogue whole. `update`: they are added, or replace those of their
  /// ids. Memory holds a few dozen bytes for each item that is or was there, not the items.
  [[nodiscard]] result<stored_items> store(const item_source& items, catalog_import::import_mode mode);
  [[nodiscard]] result<stored_items> store(const std::vector<catalog::item>& items,
                                           catalog_import::import_mode mode);
  [[nodiscard]] result<stored_items> store(const catalog::packed_items& items,
                                           catalog_import::import_mode mode);

  /// What an export says of items in one language; texts in others stay. `whole`: items of this type that are
  /// not among them lose their texts in this language, and go when they have none left. All in one step.
  [[nodiscard]] result<stored_items> store_language(std::vector<catalog::item> items, std::uint32_t type,
                                                    std::string_view language, bool whole);

  /// Removes an item, or its texts in one language. Without effect when there is none.
  [[nodiscard]] result<stored_items> remove(std::uint32_t type, std::string_view id,
                                            std::string_view language);

 private:
  using contents = std::map<std::string, std::string>;  // by key
  using keys = std::set<std::string, std::less<>>;

  using putter = std::function<void(std::string key, std::string content)>;

  result<stored_items> replace(const item_source& items);
  result<stored_items> update(const item_source& items);
  result<void> change(contents& puts, const keys& gone);
  result<void> change_to(contents& puts, const compared_items& compared);
  result<void> change_in_batches(contents& puts, const keys& gone);
  result<void> replace_all(const std::function<result<void>(const putter& put)>& fill);
  result<void> finish(std::uint64_t replacement, store::entity_write::action how);

  const customer_number customer_;
  store::entity_reader& reader_;
  const entity_door door_;
};

}  // namespace footfall::feeds
