#include "writing_connection.hpp"

#include "schema.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace footfall::store::sqlite {
namespace {

/// The id in the first column of a statement's only row; ends its run.
result<std::array<std::uint64_t, 2>> read_id(statement& query) {
  const auto row = query.next();
  if (!row) return row.error();
  std::array<std::uint64_t, 2> id{};
  if (*row) {
    const auto bytes = query.text(0);
    std::memcpy(id.data(), bytes.data(), std::min(bytes.size(), sizeof(id)));
  }
  query.reset();
  return id;
}

/// In the order of the statements of `writing_connection`.
constexpr std::string_view event_texts[] = {
    "BEGIN IMMEDIATE",
    "COMMIT",
    "ROLLBACK",
    "SELECT number FROM customer WHERE id = ?",
    "INSERT INTO customer(id) VALUES (?)",
    "INSERT OR IGNORE INTO imported_line(customer, id, day, label) VALUES (?, ?, ?, ?)",
    "INSERT INTO event(customer, type, time_ms, user, item_type, item, details, sequence) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    // OR FAIL: the transaction is rolled back anyway, so what single rows change need not be noted.
    "INSERT OR FAIL INTO event(customer, type, time_ms, user, item_type, item, details, sequence) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?, ?, ?), "
    "(?, ?, ?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?, ?, ?), "
    "(?, ?, ?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?, ?, ?)",
    "INSERT OR REPLACE INTO space_probe(number, content) VALUES (1, zeroblob(65536))",
    "DELETE FROM space_probe",
    "INSERT OR REPLACE INTO last_sequence(number, sequence) VALUES (1, ?)",
    "DELETE FROM event WHERE sequence > ? AND sequence <= ? AND customer = ? AND time_ms < ? "
    "AND type < 64 AND (? >> type) & 1 = 0 AND (?6 IS NULL OR instr('&' || details || '&', ?6) > 0)",
    "DELETE FROM event WHERE sequence > ? AND sequence <= ? AND customer = ? AND type <> ? "
    "AND (user = ? OR (type IN (?, ?) AND instr(details, ?) > 0))",
    "SELECT id FROM imported_line WHERE customer = ? AND id >= ? ORDER BY id LIMIT 1 OFFSET ?",
    "DELETE FROM imported_line WHERE customer = ? AND id >= ? AND id <= ? AND day < ? "
    "AND (?5 = 0 OR label = ?5)",
    "SELECT id FROM branch ORDER BY number DESC LIMIT 1",
    "INSERT INTO branch(id, after_sequence) VALUES (randomblob(16), ?) RETURNING id",
    "SELECT after_sequence, (SELECT min(after_sequence) FROM branch AS next WHERE next.number > "
    "branch.number)"
    " FROM branch WHERE id = ?",
};

}  // namespace

result<writing_connection> writing_connection::open(const std::filesystem::path& file) {
  auto database = connection::open(file, connection::access::read_write);
  if (!database) return database.error();
  const auto schema = prepare_schema(*database);
  if (!schema) return schema.error();

  std::vector<statement> prepared;
  for (const auto text : event_texts) {
    auto next = database->prepare(text);
    if (!next) return next.error();
    prepared.push_back(std::move(*next));
  }
  const auto last = database->query_integer(
      "SELECT max(ifnull((SELECT max(sequence) FROM event), 0), ifnull((SELECT sequence FROM last_sequence), "
      "0))");
  if (!last) return last.error();
  auto entities = entity_table::open(*database);
  if (!entities) return entities.error();
  auto take = [position = prepared.begin()]() mutable { return std::move(*position++); };
  writing_connection opened{std::move(*database),
                            take(),
                            take(),
                            take(),
                            take(),
                            take(),
                            take(),
                            take(),
                            take(),
                            take(),
                            take(),
                            take(),
                            take(),
                            take(),
                            take(),
                            take(),
                            take(),
                            take(),
                            take(),
                            std::move(*entities),
                            *last};
  const auto branch = read_id(opened.last_branch);
  if (!branch) return branch.error();
  opened.branch = *branch;
  return opened;
}

result<std::array<std::uint64_t, 2>> writing_connection::begin_branch() {
  add_branch.bind(1, last_sequence);
  return read_id(add_branch);
}

result<bool> writing_connection::holds(const std::array<std::uint64_t, 2>& id, std::int64_t sequence) {
  find_branch.bind(1, std::as_bytes(std::span(id)));
  const auto row = find_branch.next();
  if (!row) return row.error();
  if (!*row) return false;
  const auto first = find_branch.integer(0);
  const auto last = find_branch.is_null(1) ? last_sequence : find_branch.integer(1);
  find_branch.reset();
  return sequence >= first && sequence <= last;
}

}  // namespace footfall::store::sqlite
