// One line of an import: an event as JSON, as the bulk interface and `import-events` take it.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/events/read_event.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::api {

/// What reading an event needs to know of the customer; valid as long as `settings` and `hasher` are.
[[nodiscard]] events::reading_context reading_context_of(const customer::customer_settings& settings,
                                                         customer_number number,
                                                         const identity::user_hasher& hasher) noexcept;

/// Longest import line in bytes; longer is refused.
inline constexpr std::size_t import_line_bytes_max = 65536;

/// The names and values of an import line, before they are checked. Keeps its memory for the next line.
/// Not thread-safe.
class import_members {
 public:
  /// Replaces the members by those of one flat JSON object; numbers, `true` and `false` count as their text,
  /// `null` as absent. Errors: `bad_parameter`, without the text of the line, since that holds a user id; the
  /// members are then undefined.
  [[nodiscard]] result<void> read_json(std::string_view line);

  void clear() noexcept;
  void add(std::string_view name, std::string_view value);

  /// The members in their order; valid until the next change.
  [[nodiscard]] std::span<const events::name_value> all();

 private:
  struct extent {
    std::size_t name_bytes;
    std::size_t value_bytes;
  };

  std::string text_;  // names and values, one after the other: it moves while it grows
  std::vector<extent> extents_;
  std::vector<events::name_value> views_;
};

/// Reads a line like
/// `{"event":"click","user":"u1","itemtype":1,"item":123,"time":"2026-01-31T12:00:00Z","quantity":1}` and
/// appends its events to `out`. `event`, `user`, `itemtype` (default 1), `item`, `time` (default: now) and
/// `id` (text or number that identifies the line: a line with an id that was stored before is skipped) are
/// the parts, `target` for the account of a login and `useragent`, by which events of known bots are told and
/// stored apart; all other members are parameters of the event as in
/// its URL, of which `overridetimestamp` needs no signature here. Names without case; numbers count as their
/// text; of a repeated member the first counts. A time is from 1990 and at most a day ahead of now; without
/// zone it is one of the customer's. Errors: `bad_parameter`, `missing_parameter`, `unknown_event` with
/// member, value and accepted range, `forbidden` for the id of those who have opted out; `out` is then
/// unchanged. Thread-safe.
[[nodiscard]] result<void> read_import_line(std::string_view line, const events::reading_context& context,
                                            std::int64_t now_ms, std::vector<events::event>& out);

/// As above from members that were read already. `own_id`: import id of a line that has no `id`; 0: it has
/// none.
[[nodiscard]] result<void> read_import_members(std::span<const events::name_value> members,
                                               const events::reading_context& context, std::int64_t now_ms,
                                               std::uint64_t own_id, std::vector<events::event>& out);

/// True for the members that are not parameters of the event: `event`, `user`, `time` and so on, any case.
/// Thread-safe.
[[nodiscard]] bool is_part_of_line(std::string_view name) noexcept;

/// The value of the first member with this name, any case; empty when there is none. Thread-safe.
[[nodiscard]] std::string_view find_member(std::span<const events::name_value> members,
                                           std::string_view name) noexcept;

}  // namespace footfall::api
