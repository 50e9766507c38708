// What the program asks of a store of events and entities. Every engine passes `tests/conformance`.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"
#include "footfall/events/event.hpp"
#include "footfall/store/entity.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::store {

/// A place in the log that only its engine understands; the default value is before the first event.
/// (Not "the last row id": an engine that several processes write to cannot promise one.)
struct cursor {
  std::uint64_t position = 0;
  friend bool operator==(const cursor&, const cursor&) = default;
};

/// A place in the log, and which log: two copies of a store that went on differently have the same places and
/// other events at them.
struct log_mark {
  cursor place;
  std::array<std::uint64_t, 2> branch{};  ///< random; of what was written since the store was last opened
  friend bool operator==(const log_mark&, const log_mark&) = default;
};

/// What happened to a batch.
struct batch_outcome {
  /// Indices, ascending, of events whose import id was stored before or earlier in the batch: skipped.
  std::vector<std::size_t> repeated;
  /// Indices, ascending, of entity writes that were left out, since their replacement is not under way.
  std::vector<std::size_t> dropped;
  log_mark end;  ///< behind the batch: a scan from there begins with what is stored next
};

/// Which events of a customer have outlived their time, or came with an import that is taken back.
struct age_limit {
  customer_number customer{};
  std::int64_t before_ms = 0;    ///< what happened earlier goes
  std::uint64_t kept_types = 0;  ///< bit n: events of type n stay whatever their age; above 63 all do
  std::uint32_t import = 0;      ///< only what has this label (`events::marked_import`); 0: all

  [[nodiscard]] constexpr bool keeps(events::event_type type) const noexcept {
    const auto number = static_cast<unsigned>(type);
    return number > 63 || (kept_types >> number & 1U) != 0;
  }
};

/// Whose events go.
struct user_erasure {
  customer_number customer{};
  user_key user{};
  events::event_type kept_type{};  ///< events of this type stay; by default of none
};

/// A step through the import ids of a customer.
struct import_prune_step {
  cursor next;              ///< where the next step begins; of this kind of step only
  std::size_t removed = 0;  ///< ids
  bool end = false;         ///< all were looked at
};

/// Reads committed events. Not thread-safe; make one per thread. It may outlive its store.
class event_reader {
 public:
  virtual ~event_reader() = default;

  /// Calls `visit` for up to `count_max` events after `after`, in commit order; returns the place of the last
  /// one visited, or `after` when there is none. `import_id` is not given back. Errors: `store_failed`;
  /// `visit` may then have been called for some events.
  [[nodiscard]] virtual result<cursor> scan(cursor after, std::size_t count_max,
                                            const std::function<void(const events::event&)>& visit) = 0;

  /// The number of a customer that has events or was served; nothing for an unknown one. Errors:
  /// `store_failed`.
  [[nodiscard]] virtual result<std::optional<customer_number>> find_customer(
      std::string_view customer_id) = 0;
};

/// An open store. Thread-safe, one call at a time; readers are separate objects and never wait for it.
class event_store {
 public:
  virtual ~event_store() = default;

  /// The numbers of customers, new or known, in the order of their ids; all in one commit, durable on return.
  /// Errors: `store_failed`; nobody has got a new number then.
  [[nodiscard]] virtual result<std::vector<customer_number>> numbers_of(
      std::span<const std::string_view> customer_ids) = 0;
  /// The same of one.
  [[nodiscard]] result<customer_number> number_of(std::string_view customer_id) {
    const auto numbers = numbers_of({&customer_id, 1});
    if (!numbers) return numbers.error();
    return numbers->front();
  }

  /// Stores the events and does the writes of entities, all or none, durable on return. `quantity` and
  /// `value` are those that the details imply (`events::restore_fields`). An event whose import id its
  /// customer has stored before is skipped and reported. Errors: `store_failed`; nothing of the batch is then
  /// stored.
  [[nodiscard]] virtual result<batch_outcome> append_batch(std::span<const events::event> batch,
                                                           std::span<const entity_write> entities = {}) = 0;

  /// Begins to replace all entities of a kind; returns the number that the writes of this replacement carry.
  /// Nobody sees them until `finish_replacement`; then what was there before is gone, also what was put to it
  /// meanwhile. Of two for the same kind the one that began last counts, and the writes of the other are
  /// dropped. A replacement ends with the process: what it has written goes. Durable on return. Errors:
  /// `store_failed`.
  [[nodiscard]] virtual result<std::uint64_t> begin_replacement(customer_number customer,
                                                                entity_kind kind) = 0;

  /// Where the log ends now. Errors: `store_failed`.
  [[nodiscard]] virtual result<log_mark> end() = 0;

  /// The latest time among the newest 10,000 events; 0 when there is none. Reads them: for a start. Errors:
  /// `store_failed`.
  [[nodiscard]] virtual result<std::int64_t> newest_time_ms() = 0;

  /// Whether the log begins with what was stored until this mark was made, apart from events that were
  /// removed because of their age: false for a mark of another store, and for one that was made after a
  /// backup from which this store was restored. Errors: `store_failed`.
  [[nodiscard]] virtual result<bool> holds(const log_mark& mark) = 0;

  /// Work that would make a commit slow, done in small steps: the writing thread calls it between batches,
  /// after those who wait for the last one were told. What it cannot do now it does later; true when there is
  /// more to do at once.
  virtual bool maintain() { return false; }

  /// Removes the events after `after` and up to `until` that the limit names; returns how many. Both places
  /// are those of a scan, so that the caller bounds the work, during which an append waits. The removal is
  /// durable with the next append at the latest. Places stay valid, and none is ever given to another event.
  /// Errors: `store_failed`; nothing is then removed.
  [[nodiscard]] virtual result<std::size_t> prune_before(const age_limit& limit, cursor after,
                                                         cursor until) = 0;

  /// Removes the events after `after` and up to `until` that concern a user (`events::concerns`), of any type
  /// and age, so that their bytes are not in the files either once the space was used again or the store
  /// closed. In steps as `prune_before`, with the same promises; returns how many. Errors: as above.
  [[nodiscard]] virtual result<std::size_t> erase_user(const user_erasure& whose, cursor after,
                                                       cursor until) = 0;

  /// Removes import ids of events that happened on a day (UTC) before that of the limit, whatever their type.
  /// Looks at up to `rows_max` ids from `from` on; the default value is the beginning. Errors: as above.
  [[nodiscard]] virtual result<import_prune_step> prune_imports(const age_limit& limit, cursor from,
                                                                std::size_t rows_max) = 0;

  /// Gives a little of the space that removed events have left back to the operating system; false when there
  /// is none worth it. Errors: `store_failed`.
  [[nodiscard]] virtual result<bool> give_space_back() { return false; }

  /// Whether what was stored is still in its place: nobody has removed, replaced or cut it. Cheap; to be
  /// called about once a second. Errors: `store_failed` when it is not.
  [[nodiscard]] virtual result<void> check() { return {}; }

  /// After a failed append, and before the first: opens the files again and proves by writing that appends
  /// can work.
  /// Errors: `store_failed` while they cannot.
  [[nodiscard]] virtual result<void> recover() = 0;

  /// A reader of its own connection. Errors: `store_failed`.
  [[nodiscard]] virtual result<std::unique_ptr<event_reader>> make_reader() = 0;

  /// A reader of entities, of its own connection. Errors: `store_failed`.
  [[nodiscard]] virtual result<std::unique_ptr<entity_reader>> make_entity_reader() = 0;

  /// Bytes on disk, all files included.
  [[nodiscard]] virtual std::uint64_t size_bytes() const = 0;
};

}  // namespace footfall::store
