#include "entity_table.hpp"

#include <limits>
#include <string_view>
#include <utility>

namespace footfall::store::sqlite {
namespace {

/// In the order of the statements of `entity_table`.
constexpr std::string_view entity_texts[] = {
    "INSERT INTO entity(customer, kind, generation, key, content) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT(customer, kind, generation, key) DO UPDATE SET content = excluded.content",
    "DELETE FROM entity WHERE customer = ? AND kind = ? AND generation = ? AND key = ?",
    "SELECT present, next, last FROM entity_generation WHERE customer = ? AND kind = ?",
    "INSERT OR REPLACE INTO entity_generation(customer, kind, present, next, last, is_clean) "
    "VALUES (?, ?, ?, ?, ?, 0)",
    "SELECT customer, kind, present, next FROM entity_generation WHERE is_clean = 0 LIMIT 1",
    "DELETE FROM entity WHERE number IN (SELECT number FROM entity WHERE customer = ? AND kind = ? "
    "AND generation > ? AND generation < ? LIMIT ?) RETURNING 1",
    "UPDATE entity_generation SET is_clean = 1 WHERE customer = ? AND kind = ?",
    "UPDATE entity_generation SET next = 0, is_clean = 0 WHERE next <> 0",
};

std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

}  // namespace

result<entity_table> entity_table::open(connection& database) {
  std::vector<statement> prepared;
  for (const auto text : entity_texts) {
    auto next = database.prepare(text);
    if (!next) return next.error();
    prepared.push_back(std::move(*next));
  }
  auto& all = prepared;
  return entity_table{std::move(all[0]), std::move(all[1]), std::move(all[2]), std::move(all[3]),
                      std::move(all[4]), std::move(all[5]), std::move(all[6]), std::move(all[7])};
}

result<void> entity_table::abandon_all() { return abandon_.run(); }

result<entity_table::generations> entity_table::find(customer_number customer, entity_kind kind) {
  generations found{.customer = customer, .kind = kind};
  find_.bind(1, std::int64_t{customer.value});
  find_.bind(2, std::int64_t{static_cast<std::uint16_t>(kind)});
  const auto row = find_.next();
  if (!row) return row.error();
  if (*row) {
    found.present = find_.integer(0);
    found.next = find_.integer(1);
    found.last = find_.integer(2);
  }
  find_.reset();
  return found;
}

result<void> entity_table::note(const generations& changed) {
  note_.bind(1, std::int64_t{changed.customer.value});
  note_.bind(2, std::int64_t{static_cast<std::uint16_t>(changed.kind)});
  note_.bind(3, changed.present);
  note_.bind(4, changed.next);
  note_.bind(5, changed.last);
  has_leftovers_ = true;
  return note_.run();
}

result<std::uint64_t> entity_table::begin_replacement(customer_number customer, entity_kind kind) {
  auto changed = find(customer, kind);
  if (!changed) return changed.error();
  changed->next = ++changed->last;
  const auto noted = note(*changed);
  if (!noted) return noted.error();
  return static_cast<std::uint64_t>(changed->next);
}

result<std::vector<std::size_t>> entity_table::write(std::span<const entity_write> writes) {
  std::vector<std::size_t> dropped;
  generations of;  // of the last write: most have the same
  for (std::size_t index = 0; index < writes.size(); ++index) {
    const auto& one = writes[index];
    if (index == 0 || one.customer != of.customer || one.kind != of.kind) {
      const auto found = find(one.customer, one.kind);
      if (!found) return found.error();
      of = *found;
    }
    const auto replacement = static_cast<std::int64_t>(one.replacement);
    const bool is_row = one.what == entity_write::action::put || one.what == entity_write::action::remove;
    if (replacement != 0 ? replacement != of.next : !is_row) {
      dropped.push_back(index);
      continue;
    }
    const auto done =
        is_row ? write_row(one, replacement != 0 ? of.next : of.present) : end_replacement(of, one.what);
    if (!done) return done.error();
  }
  return dropped;
}

result<void> entity_table::end_replacement(generations& of, entity_write::action how) {
  if (how == entity_write::action::finish_replacement) of.present = of.next;
  of.next = 0;
  return note(of);
}

result<void> entity_table::write_row(const entity_write& one, std::int64_t generation) {
  auto& row = one.what == entity_write::action::put ? put_ : remove_;
  row.bind(1, std::int64_t{one.customer.value});
  row.bind(2, std::int64_t{static_cast<std::uint16_t>(one.kind)});
  row.bind(3, generation);
  row.bind(4, bytes_of(one.key));
  if (one.what == entity_write::action::put) row.bind(5, bytes_of(one.content));
  return row.run();
}

result<void> entity_table::remove_leftovers(std::size_t rows_max) {
  const auto row = leftovers_.next();
  if (!row) return row.error();
  if (!*row) {
    has_leftovers_ = false;
    return {};
  }
  const generations of{.customer = {static_cast<std::uint32_t>(leftovers_.integer(0))},
                       .kind = static_cast<entity_kind>(leftovers_.integer(1)),
                       .present = leftovers_.integer(2),
                       .next = leftovers_.integer(3)};
  leftovers_.reset();
  // Two ranges and not "any other": that would go through all that is present.
  const auto earlier = remove_between(of, -1, of.present, rows_max);
  if (!earlier) return earlier.error();
  const auto end = of.next != 0 ? of.next : std::numeric_limits<std::int64_t>::max();
  const auto unfinished = remove_between(of, of.present, end, rows_max - *earlier);
  if (!unfinished) return unfinished.error();
  if (*earlier + *unfinished == rows_max) return {};
  note_clean_.bind(1, std::int64_t{of.customer.value});
  note_clean_.bind(2, std::int64_t{static_cast<std::uint16_t>(of.kind)});
  return note_clean_.run();
}

result<std::size_t> entity_table::remove_between(const generations& of, std::int64_t above,
                                                 std::int64_t below, std::size_t rows_max) {
  remove_between_.bind(1, std::int64_t{of.customer.value});
  remove_between_.bind(2, std::int64_t{static_cast<std::uint16_t>(of.kind)});
  remove_between_.bind(3, above);
  remove_between_.bind(4, below);
  remove_between_.bind(5, static_cast<std::int64_t>(rows_max));
  for (std::size_t removed = 0;; ++removed) {
    const auto row = remove_between_.next();
    if (!row) return row.error();
    if (!*row) return removed;
  }
}

}  // namespace footfall::store::sqlite
