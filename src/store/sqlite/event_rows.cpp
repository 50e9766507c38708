// Events to rows.
#include "event_rows.hpp"

#include "footfall/events/import_label.hpp"
#include "writing_connection.hpp"

#include <algorithm>
#include <bit>
#include <chrono>
#include <utility>

namespace footfall::store::sqlite {
namespace {

// User keys are stored as their bytes lie in memory.
static_assert(std::endian::native == std::endian::little);

/// Notes the import ids of a batch; returns the indices of those that were there before, ascending.
result<std::vector<std::size_t>> add_lines(writing_connection& to, std::span<const events::event> batch) {
  std::vector<std::size_t> imported;
  for (std::size_t index = 0; index < batch.size(); ++index)
    if (batch[index].import_id != 0) imported.push_back(index);
  // In the order of the table each of its pages is visited once; equal ids stay in the order of the batch.
  std::ranges::stable_sort(imported, {}, [&](std::size_t index) {
    return std::pair(batch[index].customer.value, std::bit_cast<std::int64_t>(batch[index].import_id));
  });
  std::vector<std::size_t> repeated;
  for (const auto index : imported) {
    to.add_line.bind(1, std::int64_t{batch[index].customer.value});
    to.add_line.bind(2, std::bit_cast<std::int64_t>(batch[index].import_id));
    to.add_line.bind(3, day_of(batch[index].time_ms));
    to.add_line.bind(4, std::int64_t{events::marked_import(batch[index].details)});
    const auto added = to.add_line.run();
    if (!added) return added.error();
    if (to.database.changes() == 0) repeated.push_back(index);
  }
  std::ranges::sort(repeated);
  return repeated;
}

/// Binds an event to the row at `place` of a statement.
void bind_event(writing_connection& to, const events::event& added, std::size_t place, statement& rows) {
  auto column = static_cast<int>(place) * event_columns;
  rows.bind(++column, std::int64_t{added.customer.value});
  rows.bind(++column, std::int64_t{static_cast<std::uint8_t>(added.type)});
  rows.bind(++column, added.time_ms);
  rows.bind(++column, std::as_bytes(std::span(added.user.words)));
  rows.bind(++column, std::int64_t{added.item.type});
  if (!added.item.text.empty())
    rows.bind(++column, std::string_view(added.item.text));
  else if (added.item.number != 0)
    rows.bind(++column, std::int64_t{added.item.number});
  else
    rows.bind_null(++column);
  if (added.details.empty())
    rows.bind_null(++column);
  else
    rows.bind(++column, std::string_view(added.details));
  // Not the table's own choice, which would give the numbers of removed events again. After a rollback there
  // is a gap. Behind a row of the same statement its choice is the next number, without a search for that.
  ++to.last_sequence;
  if (place == 0)
    rows.bind(++column, to.last_sequence);
  else
    rows.bind_null(++column);
}

result<void> add_events(writing_connection& to, std::span<const events::event> added) {
  while (!added.empty()) {
    const auto many = added.size() >= events_at_once;
    auto& rows = many ? to.add_events : to.add_event;
    const auto count = many ? events_at_once : 1;
    for (std::size_t place = 0; place < count; ++place) bind_event(to, added[place], place, rows);
    if (const auto run = rows.run(); !run) return run;
    added = added.subspan(count);
  }
  return {};
}

}  // namespace

/// Days since 1970-01-01 UTC.
std::int64_t day_of(std::int64_t time_ms) {
  return std::chrono::floor<std::chrono::days>(std::chrono::milliseconds(time_ms)).count();
}

result<std::vector<std::size_t>> add_batch(writing_connection& to, std::span<const events::event> batch) {
  auto repeated = add_lines(to, batch);
  if (!repeated) return repeated.error();
  std::size_t begin = 0;
  for (const auto skipped : *repeated) {
    const auto added = add_events(to, batch.subspan(begin, skipped - begin));
    if (!added) return added.error();
    begin = skipped + 1;
  }
  const auto added = add_events(to, batch.subspan(begin));
  if (!added) return added.error();
  return repeated;
}

}  // namespace footfall::store::sqlite
