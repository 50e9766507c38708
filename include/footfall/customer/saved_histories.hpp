// What the builder knows of customers' sessions in the state file, so that it need not read the log again.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/model/event_history.hpp"
#include "footfall/state/state_reader.hpp"
#include "footfall/state/state_writer.hpp"
#include "footfall/store/event_store.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>

namespace footfall::customer {

/// Up to where a history has been learned, and how.
struct history_place {
  store::cursor place;                 ///< the next event is the one after it
  std::uint32_t linked_users_max = 0;  ///< with which logins were followed
  std::uint32_t kept_since_s = 0;      ///< what happened earlier may be missing
  std::uint32_t transfers = 0;         ///< so many of the customer's it follows, the first ones
};

/// Writes the history of a customer, which is settled; `log` is a mark of the log at or behind its place.
/// `go_on` is asked now and then. Items that it names must be in the file, too, so they are written later.
void write_history(state::state_writer& to, customer_number of, const model::event_history& history,
                   const history_place& place, const store::log_mark& log,
                   const std::function<bool()>& go_on);

/// The histories of those customers whose state was loaded from a file. What is large of them is read when it
/// is asked for, from the file as it was, whatever became of its name. Not thread-safe.
class saved_histories {
 public:
  /// The names of all sections begin with it.
  static constexpr auto section_names = "history";

  saved_histories() = default;

  /// Finds the histories of these customers, whose items have been loaded from the same file.
  saved_histories(std::shared_ptr<const state::state_reader> file,
                  std::span<const customer_directory::pointer> customers);

  /// Leaves those out that are not of this log: learned from what a restored backup does not have.
  void keep_held(const std::function<result<bool>(const store::log_mark&)>& is_held);

  /// How many there are.
  [[nodiscard]] std::size_t size() const noexcept { return found_.size(); }

  /// Fills an empty history with that of this customer, and says where it goes on in the log. Nothing when
  /// there is none for this very object, whose numbers of items it has. What is older than the retention at
  /// `now_ms` leaves it with the next settling. Errors: `io_failed` when it is damaged; the history is then
  /// of no use.
  [[nodiscard]] result<std::optional<history_place>> read(const customer& of, std::int64_t now_ms,
                                                          model::event_history& into) const;

 private:
  struct found_history {
    customer_directory::pointer owner;
    history_place place;
    store::log_mark log;
  };
  std::shared_ptr<const state::state_reader> file_;
  std::map<customer_number, found_history> found_;
};

}  // namespace footfall::customer
