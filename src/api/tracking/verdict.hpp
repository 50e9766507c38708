// Whether a tracking request counts: one function on values, for requests and for the endpoint that explains.
#pragma once

#include "footfall/customer/customer.hpp"
#include "footfall/events/event.hpp"
#include "footfall/events/fate.hpp"
#include "footfall/http/request.hpp"

#include <span>
#include <string_view>

namespace footfall::api {

/// What the verdict depends on, besides the customer's settings.
struct visit {
  bool empty = false;                   ///< names no item where it should
  bool opted_out = false;               ///< the user does not want to be tracked
  bool asks_not_to_be_tracked = false;  ///< `DNT: 1` or `Sec-GPC: 1`
  bool bot = false;                     ///< by its user agent
  bool licensed = false;                ///< with a valid licence key; looked up only for bots
  bool prefetch = false;                ///< the browser fetched it before anybody looked
  bool repeated_order = false;          ///< purchases whose lines of their order are known
  bool repeated = false;                ///< the same came within the customer's window; looked up last
};

/// One row of the rules: the first that applies decides, else the event is stored.
struct verdict_rule {
  events::fate fate;
  bool (*applies)(const visit& seen, const customer::customer_settings& settings);
  std::string_view question;  ///< for people
};

/// All rows, in their order. Thread-safe.
[[nodiscard]] std::span<const verdict_rule> verdict_rules() noexcept;

/// The verdict. Thread-safe.
[[nodiscard]] events::fate judge(const visit& seen, const customer::customer_settings& settings) noexcept;

/// Collects what the verdict depends on, but `licensed` and `repeated`. `request`: the events. Thread-safe.
[[nodiscard]] visit read_visit(const http::request& question, const customer::customer& owner,
                               std::span<const events::event> request);

/// Whether a program has sent these events that nobody sits in front of. Programs with which mail programs
/// fetch what a message shows are none where they tell that it was opened or that a link of it was followed.
/// Thread-safe.
[[nodiscard]] bool is_bot(std::string_view user_agent, std::span<const events::event> sent);

/// True when the browser says so in Sec-Purpose, Purpose, X-Purpose or X-Moz. Thread-safe.
[[nodiscard]] bool is_prefetch(const http::request& question) noexcept;

/// True for `DNT: 1` and `Sec-GPC: 1`. Thread-safe.
[[nodiscard]] bool asks_not_to_be_tracked(const http::request& question) noexcept;

}  // namespace footfall::api
