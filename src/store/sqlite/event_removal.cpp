// Rows of events and of import ids that go.
#include "event_removal.hpp"

#include "event_rows.hpp"
#include "footfall/events/import_label.hpp"
#include "footfall/events/link_event.hpp"
#include "writing_connection.hpp"

#include <bit>
#include <limits>

namespace footfall::store::sqlite {
namespace {

/// Runs a statement that deletes events; returns how many.
result<std::size_t> run_removal(writing_connection& from, statement& row) {
  const auto deleted = row.run();
  if (!deleted) return deleted.error();
  const auto count = static_cast<std::size_t>(from.database.changes());
  if (count == 0) return count;
  from.remember_sequence.bind(1, from.last_sequence);
  const auto remembered = from.remember_sequence.run();
  if (!remembered) return remembered.error();
  return count;
}

}  // namespace

result<std::size_t> delete_events(writing_connection& from, const age_limit& limit, cursor after,
                                  cursor until) {
  auto& row = from.delete_events;
  row.bind(1, static_cast<std::int64_t>(after.position));
  row.bind(2, static_cast<std::int64_t>(until.position));
  row.bind(3, std::int64_t{limit.customer.value});
  row.bind(4, limit.before_ms);
  row.bind(5, std::bit_cast<std::int64_t>(limit.kept_types));
  const auto mark = events::import_mark(limit.import);
  if (limit.import == 0)
    row.bind_null(6);
  else
    row.bind(6, std::string_view(mark));
  return run_removal(from, row);
}

result<std::size_t> erase_events(writing_connection& from, const user_erasure& whose, cursor after,
                                 cursor until) {
  const auto named = "t=" + events::to_text(whose.user);
  auto& row = from.erase_events;
  row.bind(1, static_cast<std::int64_t>(after.position));
  row.bind(2, static_cast<std::int64_t>(until.position));
  row.bind(3, std::int64_t{whose.customer.value});
  row.bind(4, std::int64_t{static_cast<std::uint8_t>(whose.kept_type)});
  row.bind(5, std::as_bytes(std::span(whose.user.words)));
  row.bind(6, std::int64_t{static_cast<std::uint8_t>(events::event_type::login)});
  row.bind(7, std::int64_t{static_cast<std::uint8_t>(events::event_type::unlink)});
  row.bind(8, std::string_view(named));
  return run_removal(from, row);
}

/// Ids are signed in the table, and a place is not: the smallest id is place 0.
result<import_prune_step> delete_lines(writing_connection& of, const age_limit& limit, cursor from,
                                       std::size_t rows_max) {
  constexpr std::uint64_t sign = std::uint64_t{1} << 63U;
  const auto first = std::bit_cast<std::int64_t>(from.position ^ sign);
  auto& bound = of.last_of_lines;
  bound.bind(1, std::int64_t{limit.customer.value});
  bound.bind(2, first);
  bound.bind(3, static_cast<std::int64_t>(rows_max - 1));
  const auto more = bound.next();
  if (!more) return more.error();
  const auto last = *more ? bound.integer(0) : std::numeric_limits<std::int64_t>::max();
  bound.reset();
  auto& row = of.delete_lines;
  row.bind(1, std::int64_t{limit.customer.value});
  row.bind(2, first);
  row.bind(3, last);
  row.bind(4, day_of(limit.before_ms));
  row.bind(5, std::int64_t{limit.import});
  const auto deleted = row.run();
  if (!deleted) return deleted.error();
  const auto end = last == std::numeric_limits<std::int64_t>::max();
  return import_prune_step{.next = end ? from : cursor{(std::bit_cast<std::uint64_t>(last) ^ sign) + 1},
                           .removed = static_cast<std::size_t>(of.database.changes()),
                           .end = end};
}

}  // namespace footfall::store::sqlite
