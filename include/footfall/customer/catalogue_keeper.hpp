// The catalogues of customers follow the items in the store.
#pragma once

#include "footfall/catalog/item.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/store/entity.hpp"
#include "footfall/store/event_log.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace footfall::customer {

/// The key under which the store has an item, `1/42`. Thread-safe.
[[nodiscard]] std::string item_entity_key(std::uint32_t type, std::string_view id);

/// The bytes of an item in the store: the number of their form, then JSON. Thread-safe.
[[nodiscard]] std::string item_entity_content(const catalog::item& which);

/// Reads them. Errors: `io_failed` when they are of a newer form or damaged. Thread-safe.
[[nodiscard]] result<catalog::item> read_item_entity(std::string_view content);

/// Publishes a customer's catalogue when items of it have been stored. One thread at a time.
class catalogue_keeper {
 public:
  explicit catalogue_keeper(std::unique_ptr<store::entity_reader> reader) : reader_(std::move(reader)) {}

  /// Makes the catalogues of these customers from all items that the store has. Returns the number of items.
  /// Errors: those of the reader.
  [[nodiscard]] result<std::size_t> load(const customer_directory& customers);

  /// Takes over what a commit has stored. A customer whose catalogue was replaced as a whole is read anew.
  void fold(const store::commit_report& report, const customer_directory& customers);

 private:
  [[nodiscard]] result<std::size_t> load(customer& target);

  const std::unique_ptr<store::entity_reader> reader_;
};

}  // namespace footfall::customer
