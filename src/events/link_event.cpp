// The details of logins: `t`, the target's hash as 32 hexadecimal digits, and `x`, which of the two ids are
// placeholders: `s`, `t` or `st`. Other events have `x=s` in front when their user is one.
#include "footfall/events/link_event.hpp"

#include "footfall/events/event_details.hpp"
#include "footfall/text/number.hpp"
#include "footfall/text/trimmed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace footfall::events {
namespace {

constexpr std::array<std::string_view, 18> placeholders{
    "null",      "undefined", "not_defined",     "none",
    "nil",       "nan",       "false",           "true",
    "anonymous", "guest",     "unknown",         "n/a",
    "(null)",    "(none)",    "[object object]", "[object undefined]",
    "-",         "-1"};

constexpr std::string_view nobody = "x=s";

/// A number or UUID that nobody has set.
bool is_all_zeros(std::string_view id) noexcept {
  return id.find('0') != id.npos && id.find_first_not_of("0-") == id.npos;
}

std::optional<std::uint64_t> read_word(std::string_view digits) noexcept {
  std::uint64_t word = 0;
  const auto* end = digits.data() + digits.size();
  const auto [stop, failed] = std::from_chars(digits.data(), end, word, 16);
  if (failed != std::errc{} || stop != end) return std::nullopt;
  return word;
}

}  // namespace

bool is_placeholder(std::string_view user_id) noexcept {
  user_id = text::trimmed(user_id);
  if (user_id.empty() || is_all_zeros(user_id) || (user_id.starts_with("{{") && user_id.ends_with("}}")))
    return true;
  return std::ranges::any_of(placeholders,
                             [&](std::string_view each) { return text::equal_without_case(each, user_id); });
}

void mark_nobody(event& target) {
  // In front, so that looking for it costs next to nothing.
  if (!target.details.empty()) target.details.insert(0, 1, '&');
  target.details.insert(0, nobody);
}

bool is_of_nobody(const event& stored) noexcept {
  const std::string_view details = stored.details;
  return details.substr(0, details.find('&')) == nobody;
}

std::optional<user_key> read_user_hash(std::string_view digits) noexcept {
  constexpr std::size_t word_digits = 16;
  if (digits.size() != 2 * word_digits) return std::nullopt;
  const auto high = read_word(digits.substr(0, word_digits));
  const auto low = read_word(digits.substr(word_digits));
  if (!high || !low) return std::nullopt;
  return user_key{{*high, *low}};
}

std::string to_text(const user_key& user) {
  return fmt::format("{:016x}{:016x}", user.words[0], user.words[1]);
}

void append_link(std::string& details, const link_statement& link) {
  append_detail(details, "t", to_text(link.target));
  if (link.source_is_placeholder || link.target_is_placeholder)
    append_detail(
        details, "x",
        fmt::format("{}{}", link.source_is_placeholder ? "s" : "", link.target_is_placeholder ? "t" : ""));
}

bool concerns(const event& stored, const user_key& user) {
  if (stored.user == user) return true;
  if (stored.type != event_type::login && stored.type != event_type::unlink) return false;
  const auto link = read_link(stored);
  return link && link->target == user;
}

std::optional<link_statement> read_link(const event& stored) {
  const auto digits = find_detail(stored.details, "t");
  const auto target = digits ? read_user_hash(*digits) : std::nullopt;
  if (!target) return std::nullopt;
  const auto marks = find_detail(stored.details, "x").value_or(std::string());
  return link_statement{stored.user, *target, marks.find('s') != marks.npos, marks.find('t') != marks.npos};
}

}  // namespace footfall::events
