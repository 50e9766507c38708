#include "writing_connection.hpp"

#include "schema.hpp"

#include <string_view>
#include <utility>
#include <vector>

namespace footfall::store::sqlite {

result<writing_connection> writing_connection::open(const std::filesystem::path& file) {
  auto database = connection::open(file, connection::access::read_write);
  if (!database) return database.error();
  const auto schema = prepare_schema(*database);
  if (!schema) return schema.error();

  static constexpr std::string_view texts[] = {
      "BEGIN IMMEDIATE",
      "COMMIT",
      "ROLLBACK",
      "SELECT number FROM customer WHERE id = ?",
      "INSERT INTO customer(id) VALUES (?)",
      "INSERT OR IGNORE INTO imported_line(customer, id, day) VALUES (?, ?, ?)",
      "INSERT INTO event(customer, type, time_ms, user, item_type, item, details, sequence) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      "INSERT OR REPLACE INTO space_probe(number, content) VALUES (1, zeroblob(65536))",
      "DELETE FROM space_probe",
      "INSERT OR REPLACE INTO last_sequence(number, sequence) VALUES (1, ?)",
      "DELETE FROM event WHERE sequence > ? AND sequence <= ? AND customer = ? AND time_ms < ? "
      "AND type < 64 AND (? >> type) & 1 = 0",
      "SELECT id FROM imported_line WHERE customer = ? AND id >= ? ORDER BY id LIMIT 1 OFFSET ?",
      "DELETE FROM imported_line WHERE customer = ? AND id >= ? AND id <= ? AND day < ?",
  };
  std::vector<statement> prepared;
  for (const auto text : texts) {
    auto next = database->prepare(text);
    if (!next) return next.error();
    prepared.push_back(std::move(*next));
  }
  const auto last = database->query_integer(
      "SELECT max(ifnull((SELECT max(sequence) FROM event), 0), ifnull((SELECT sequence FROM last_sequence), "
      "0))");
  if (!last) return last.error();
  auto take = [position = prepared.begin()]() mutable { return std::move(*position++); };
  return writing_connection{std::move(*database),
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
                            *last};
}

}  // namespace footfall::store::sqlite
