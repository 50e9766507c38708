// What customers hand over and people edit: to the store a key and bytes. Who owns a kind knows the form.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace footfall::store {

/// Kinds of entities. The numbers are on disk: add at the end, never reuse one. The bytes of each begin with
/// the version of their form.
enum class entity_kind : std::uint16_t {
  store_fact = 1,        ///< of the store as a whole, under customer 0
  document = 2,          ///< what people edit: scenarios, models, lists
  item = 3,              ///< of a catalogue
  user_attributes = 4,   ///< by user key
  erasure = 5,           ///< receipts of erased users
  pulled_feed = 6,       ///< what is known of a feed that is pulled
  announced_export = 7,  ///< a call of a content server that waits, and which of its exports go on
  item_transfer = 8,     ///< that an item got another id
  asked_key = 9          ///< an attribute by which requests ask for parts of models by themselves
};

/// A change of one entity, or the end of a replacement. A value.
struct entity_write {
  enum class action : std::uint8_t {
    put,                 ///< adds the entity, or replaces its bytes
    remove,              ///< no effect when there is none
    finish_replacement,  ///< what was put for the replacement is the kind from now on; `key` is empty
    abandon_replacement  ///< what was put for it goes; `key` is empty
  };

  customer_number customer{};
  entity_kind kind{};
  action what = action::put;
  std::uint64_t replacement = 0;  ///< 0: of the kind as it is; else that of `begin_replacement`
  std::string key{};              ///< any bytes, at least one
  std::string content{};          ///< any bytes
};

/// A step through the entities of a kind.
struct entity_page {
  std::string last;            ///< key of the last one visited, or where the step began
  std::uint64_t generation{};  ///< another one than that of the last step: the kind was replaced, begin anew
  bool end = false;            ///< all were visited
};

/// Reads committed entities. Not thread-safe; make one per thread. It may outlive its store.
class entity_reader {
 public:
  virtual ~entity_reader() = default;

  /// The bytes of an entity; nothing when there is none. Errors: `store_failed`.
  [[nodiscard]] virtual result<std::optional<std::string>> get(customer_number customer, entity_kind kind,
                                                               std::string_view key) = 0;

  /// Calls `visit` with key and bytes of up to `count_max` entities behind the key `after`, in the order of
  /// the keys' bytes; an empty one is before all. Errors: `store_failed`; `visit` may then have been called
  /// for some.
  [[nodiscard]] virtual result<entity_page> scan(
      customer_number customer, entity_kind kind, std::string_view after, std::size_t count_max,
      const std::function<void(std::string_view key, std::string_view content)>& visit) = 0;
};

}  // namespace footfall::store
