// Rows of events and of import ids that go.
#include "event_removal.hpp"

#include "event_rows.hpp"
#include "writing_connection.hpp"

#include <bit>
#include <limits>

namespace footfall::store::sqlite {

result<std::size_t> delete_events(writing_connection& from, const age_limit& limit, cursor after,
                                  cursor until) {
  auto& row = from.delete_events;
  row.bind(1, static_cast<std::int64_t>(after.position));
  row.bind(2, static_cast<std::int64_t>(until.position));
  row.bind(3, std::int64_t{limit.customer.value});
  row.bind(4, limit.before_ms);
  row.bind(5, std::bit_cast<std::int64_t>(limit.kept_types));
  const auto deleted = row.run();
  if (!deleted) return deleted.error();
  const auto count = static_cast<std::size_t>(from.database.changes());
  if (count == 0) return count;
  from.remember_sequence.bind(1, from.last_sequence);
  const auto remembered = from.remember_sequence.run();
  if (!remembered) return remembered.error();
  return count;
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
  const auto deleted = row.run();
  if (!deleted) return deleted.error();
  const auto end = last == std::numeric_limits<std::int64_t>::max();
  return import_prune_step{.next = end ? from : cursor{(std::bit_cast<std::uint64_t>(last) ^ sign) + 1},
                           .removed = static_cast<std::size_t>(of.database.changes()),
                           .end = end};
}

}  // namespace footfall::store::sqlite
