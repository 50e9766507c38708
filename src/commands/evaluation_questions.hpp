// What `footfall evaluate` asks, and what models may know: the log is split in time.
#pragma once

#include "footfall/customer/customer.hpp"
#include "footfall/model/event_history.hpp"

#include "evaluate.hpp"
#include "logged_events.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace footfall::commands {

/// Whose session it is.
struct session_user {
  std::optional<user_key> key;               ///< nothing: nobody known
  std::optional<model::owner_number> owner;  ///< in the log; nothing: it has nothing of this user
};

/// Sessions that are asked about, and what was before them.
struct question_set {
  events::event_type type{};
  std::uint32_t split_s = 0;
  std::optional<model::event_history> training;
  model::session_columns sessions;
  std::vector<session_user> users;  ///< by session
  /// By session: those that its first event carried.
  std::vector<std::vector<std::string>> segments;
  std::size_t known_sessions = 0;  ///< of the file, left out since the log has them
};

/// The sessions of `test`, the events of a file, where the options name one, else those of the last days of
/// the log. Errors: `bad_parameter` when there are none, or nothing is before them, with the reason;
/// `bad_configuration` for an event that there is not.
[[nodiscard]] result<question_set> make_questions(const evaluate_options& options,
                                                  const customer::customer_settings& shop,
                                                  const recommend::scenario& plan, const logged_events& log,
                                                  const logged_events& test);

}  // namespace footfall::commands
