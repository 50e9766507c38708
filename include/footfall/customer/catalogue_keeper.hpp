// The catalogues of customers, the attributes of their users, and by which attributes requests ask for parts
// of models follow the entities in the store.
#pragma once

#include "footfall/catalog/catalogue.hpp"
#include "footfall/catalog/item.hpp"
#include "footfall/core/clock.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/store/entity.hpp"
#include "footfall/store/event_log.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace footfall::customer {

/// The key under which the store has an item, `1/42`. Thread-safe.
[[nodiscard]] std::string item_entity_key(std::uint32_t type, std::string_view id);

/// The bytes of an item in the store: the number of their form, then what `catalog::pack` writes.
/// Thread-safe.
[[nodiscard]] std::string item_entity_content(const catalog::item& which);

/// The bytes that stand for an item that the customer has taken back: it must not come up as one that nobody
/// has told of. Thread-safe.
[[nodiscard]] std::string removed_item_content();

/// The key under which the store knows that all items of a type were imported; it has `removed_item_content`.
/// Thread-safe.
[[nodiscard]] std::string whole_type_key(std::uint32_t type);

/// True of what is stored beside the items: it is no item. Thread-safe.
[[nodiscard]] bool is_removed_item(std::string_view content) noexcept;

/// That the item of one key got the id of another at `at_ms`, the wall clock; both are keys of items. `place`
/// keeps the order of those of one moment; below 100,000. Thread-safe.
[[nodiscard]] store::entity_write transfer_write(customer_number of, std::string_view source_key,
                                                 std::string_view target_key, std::int64_t at_ms,
                                                 std::size_t place);

/// Reads the bytes of an item, also as older versions wrote them. Errors: `io_failed` when they are of a
/// newer form or damaged. Thread-safe.
[[nodiscard]] result<catalog::item> read_item_entity(std::string_view content);

/// Which items of a customer got other ids, as the store says; `items` numbers them. Errors: those of the
/// reader.
[[nodiscard]] result<boost::shared_ptr<catalog::item_transfers>> stored_transfers(
    store::entity_reader& reader, customer_number of, const customer_settings& shop,
    catalog::item_dictionary& items);

/// Publishes a customer's catalogue when items of it have been stored, and which items got other ids; has
/// attributes of users in memory. One thread at a time.
class catalogue_keeper {
 public:
  explicit catalogue_keeper(std::unique_ptr<store::entity_reader> reader) : reader_(std::move(reader)) {}

  /// Makes the catalogues of these customers from all items that the store has, and reads the attributes of
  /// their users, which items got other ids, and which attributes requests ask for. Returns the number of
  /// items. Errors: those of the reader.
  [[nodiscard]] result<std::size_t> load(const customer_directory& customers, std::int64_t now_ms = 0);

  /// Of one customer the attributes of its users and which items got other ids, without the items. Errors:
  /// those of the reader.
  [[nodiscard]] result<void> load_users(customer& target);

  /// Takes over what a commit has stored. The catalogue that takes the place of another as a whole is made
  /// while its items come: nobody who waits for a commit waits for all of them at the end.
  void fold(const store::commit_report& report, const customer_directory& customers, const clock& time);

 private:
  using editor = std::unique_ptr<catalog::catalogue_editor>;
  // What has come so far of the catalogue that will replace the one of a customer.
  struct prepared {
    std::uint64_t replacement = 0;
    customer_directory::pointer owner;  // the numbers of items are its own
    editor made;                        // null when some of it was missed
  };

  [[nodiscard]] result<std::size_t> load(customer& target, std::int64_t now_ms);
  void prepare(const customer_directory::pointer& target, const store::entity_write& write);
  [[nodiscard]] editor take_prepared(const customer_directory::pointer& target,
                                     const store::entity_write& finish);

  const std::unique_ptr<store::entity_reader> reader_;
  std::map<customer_number, prepared> prepared_;
};

}  // namespace footfall::customer
