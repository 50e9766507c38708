// What one customer's committed events say: a table, one row and one file each.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"
#include "footfall/core/published.hpp"
#include "footfall/customer/state_sections.hpp"
#include "footfall/events/event.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/events/link_event.hpp"
#include "footfall/profile/profile_table.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::customer {

struct customer_settings;

/// A committed event as the rows get it, its details read once for all of them.
struct fold_event {
  const events::event& committed;
  const events::event_kind* kind;  ///< null for a record of the administration
  const published<customer_settings>& settings;
  std::optional<item_index> item = std::nullopt;              ///< the number of its item, if that has one
  std::optional<events::link_statement> link = std::nullopt;  ///< what a login, or its undoing, says
  std::optional<std::string> category_path = std::nullopt;    ///< of a click
  std::optional<std::string> segments = std::nullopt;         ///< that it carries, with commas
  /// Whether it says which ids pages have: what was shown comes from our own lists.
  [[nodiscard]] bool tracks_item() const noexcept {
    return item && kind != nullptr && kind->history != events::history_type::rendered;
  }
  [[nodiscard]] std::uint32_t time_s() const noexcept {
    return static_cast<std::uint32_t>(committed.time_ms / 1000);
  }
};

/// Takes what a row tells about itself. Names and help texts are literals.
class figure_sink {
 public:
  virtual ~figure_sink() = default;
  /// A metric of its own, of this customer.
  virtual void gauge(const char* name, const char* help, std::size_t value) = 0;
  /// Memory that grows with what is in it.
  virtual void memory(const char* part, std::size_t bytes) = 0;
};

/// A row as it was at one moment, to be written later; what has changed since is kept for as long as it
/// lives.
class row_cut {
 public:
  virtual ~row_cut() = default;
  /// Copies what a change would have to copy first; called once, soon after the moment.
  virtual void prepare() {}
  /// Once, after `prepare`. `go_on` is asked now and then; when it says no, what was written is of no use.
  virtual void write(section_writer& to, const std::function<bool()>& go_on) = 0;
};

/// One row. Thread-safe against readers of what it holds; the calls below come one at a time, except that
/// `load` is called for several steps at once, and `figures` at any time.
class derived_state {
 public:
  virtual ~derived_state() = default;

  /// Takes an event: every one that counts, and every record. The same events in the same order give the same
  /// state. Must not wait for a file.
  virtual void apply(const fold_event& event) = 0;

  /// Nothing is to be found of the user afterwards, here and in what the next cut writes. Other users keep
  /// what is theirs.
  virtual void forget(const user_key& user) = 0;

  /// What the state file gets: a moment's work.
  [[nodiscard]] virtual std::unique_ptr<row_cut> cut() = 0;

  /// Fills an empty row in so many independent steps. Errors: `io_failed` when no row was ever saved like
  /// this; the row is then of no use.
  [[nodiscard]] virtual std::size_t load_steps() const { return 1; }
  [[nodiscard]] virtual result<void> load(const section_reader& from, std::size_t step) = 0;

  /// The settings that go into the fold: with others the log is to be replayed.
  [[nodiscard]] virtual std::uint64_t settings_digest(const customer_settings& settings) const {
    static_cast<void>(settings);
    return 0;
  }

  /// What is to hold from now on.
  virtual void change_settings(const customer_settings& settings) { static_cast<void>(settings); }

  virtual void figures(figure_sink& to) const = 0;
};

/// A row that keeps one value, which requests read.
template <class Value>
class derived_state_of : public derived_state {
 public:
  template <class... Arguments>
  explicit derived_state_of(const Arguments&... arguments) : value(arguments...) {}
  Value value;
};

/// A row of the table. The name is in the state file: a file without it is not used for the customer.
struct derived_state_kind {
  std::string_view name;
  std::unique_ptr<derived_state> (*make)(const customer_settings& settings,
                                         const profile::profile_settings& bounds);
};

/// All rows, in the order in which they take an event. Thread-safe.
[[nodiscard]] std::span<const derived_state_kind> derived_states() noexcept;

}  // namespace footfall::customer
