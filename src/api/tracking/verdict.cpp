#include "api/tracking/verdict.hpp"

#include "footfall/events/order_line.hpp"
#include "footfall/text/number.hpp"
#include "footfall/traffic/known_bots.hpp"

#include <algorithm>
#include <array>

namespace footfall::api {
namespace {

using settings = customer::customer_settings;

// What nobody wants to be stored comes before what is stored with a mark.
constexpr verdict_rule rules[] = {
    {events::fate::empty, [](const visit& seen, const settings&) { return seen.empty; },
     "is the list of items empty?"},
    {events::fate::opted_out, [](const visit& seen, const settings&) { return seen.opted_out; },
     "has the user opted out?"},
    {events::fate::do_not_track,
     [](const visit& seen, const settings& how) {
       return seen.asks_not_to_be_tracked && how.honour_do_not_track;
     },
     "does the browser ask not to be tracked (DNT, Sec-GPC), and is honour_do_not_track on?"},
    {events::fate::bot,
     [](const visit& seen, const settings& how) { return seen.bot && !seen.licensed && !how.count_bots; },
     "is the user agent a known bot, without a valid licence key, and is count_bots off?"},
    {events::fate::prefetch, [](const visit& seen, const settings&) { return seen.prefetch; },
     "did the browser fetch it in advance (Sec-Purpose, Purpose, X-Purpose, X-Moz)?"},
    {events::fate::repeated_order, [](const visit& seen, const settings&) { return seen.repeated_order; },
     "does the log have these lines of the order (orderid, orderline)?"},
    {events::fate::duplicate, [](const visit& seen, const settings&) { return seen.repeated; },
     "did the same request come within duplicate_window?"},
};

bool is_known_order(const customer::customer& owner, std::span<const events::event> request) {
  return !request.empty() && std::ranges::all_of(request, [&](const events::event& each) {
    const auto line = events::order_line_of(each);
    return line != 0 && owner.orders.holds(line);
  });
}

bool holds_without_case(std::string_view text, std::string_view word) {
  for (std::size_t at = 0; at + word.size() <= text.size(); ++at)
    if (text::equal_without_case(text.substr(at, word.size()), word)) return true;
  return false;
}

bool comes_by_mail(std::string_view user_agent, std::span<const events::event> request) {
  constexpr std::array<std::string_view, 2> proxies{"GoogleImageProxy", "YahooMailProxy"};
  const bool triggered = !request.empty() && (request.front().type == events::event_type::triggeropened ||
                                              request.front().type == events::event_type::clicktriggered);
  return triggered &&
         std::ranges::any_of(proxies, [&](auto name) { return holds_without_case(user_agent, name); });
}

}  // namespace

std::span<const verdict_rule> verdict_rules() noexcept { return rules; }

bool is_bot(std::string_view user_agent, std::span<const events::event> sent) {
  return traffic::is_known_bot(user_agent) && !comes_by_mail(user_agent, sent);
}

events::fate judge(const visit& seen, const settings& how) noexcept {
  for (const auto& rule : rules)
    if (rule.applies(seen, how)) return rule.fate;
  return events::fate::stored;
}

visit read_visit(const http::request& question, const customer::customer& owner,
                 std::span<const events::event> request) {
  const auto user_agent = question.field("User-Agent");
  return {.empty = request.empty(),
          .opted_out = !request.empty() && customer::names_opted_out(owner.opt_outs, request.front()),
          .asks_not_to_be_tracked = asks_not_to_be_tracked(question),
          .bot = is_bot(user_agent, request),
          .prefetch = is_prefetch(question),
          .repeated_order = is_known_order(owner, request)};
}

bool is_prefetch(const http::request& question) noexcept {
  constexpr std::array<std::string_view, 4> names{"Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"};
  constexpr std::array<std::string_view, 3> words{"prefetch", "prerender", "preview"};
  return std::ranges::any_of(names, [&](std::string_view name) {
    const auto value = question.field(name);
    return !value.empty() &&
           std::ranges::any_of(words, [&](std::string_view word) { return holds_without_case(value, word); });
  });
}

bool asks_not_to_be_tracked(const http::request& question) noexcept {
  return question.field("DNT") == "1" || question.field("Sec-GPC") == "1";
}

}  // namespace footfall::api
