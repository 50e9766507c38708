#include "entity_reader.hpp"

#include "connection.hpp"

#include <utility>

namespace footfall::store::sqlite {
namespace {

constexpr std::string_view select_generation =
    "SELECT present FROM entity_generation WHERE customer = ? AND kind = ?";
constexpr std::string_view select_one =
    "SELECT content FROM entity WHERE customer = ?1 AND kind = ?2 AND key = ?3 AND generation = "
    "ifnull((SELECT present FROM entity_generation WHERE customer = ?1 AND kind = ?2), 0)";
constexpr std::string_view select_entities =
    "SELECT key, content, generation FROM entity WHERE customer = ?1 AND kind = ?2 AND key > ?3 AND "
    "generation "
    "= ifnull((SELECT present FROM entity_generation WHERE customer = ?1 AND kind = ?2), 0) "
    "ORDER BY key LIMIT ?4";

void bind_kind(statement& query, customer_number customer, entity_kind kind) {
  query.bind(1, std::int64_t{customer.value});
  query.bind(2, std::int64_t{static_cast<std::uint16_t>(kind)});
}

std::span<const std::byte> bytes_of(std::string_view text) {
  // An empty view may have no address, which SQLite would take for NULL.
  return std::as_bytes(text.empty() ? std::span("", 0) : std::span(text.data(), text.size()));
}

class sqlite_entity_reader final : public entity_reader {
 public:
  sqlite_entity_reader(connection database, statement generation, statement one, statement page)
      : database_(std::move(database)),
        generation_(std::move(generation)),
        one_(std::move(one)),
        page_(std::move(page)) {}

  result<std::optional<std::string>> get(customer_number customer, entity_kind kind,
                                         std::string_view key) override {
    const run_end end(one_);
    bind_kind(one_, customer, kind);
    one_.bind(3, bytes_of(key));
    const auto row = one_.next();
    if (!row) return row.error();
    if (!*row) return std::optional<std::string>{};
    return std::optional<std::string>(one_.text(0));
  }

  result<entity_page> scan(
      customer_number customer, entity_kind kind, std::string_view after, std::size_t count_max,
      const std::function<void(std::string_view key, std::string_view content)>& visit) override {
    entity_page visited{.last = std::string(after)};
    const run_end end(page_);
    bind_kind(page_, customer, kind);
    page_.bind(3, bytes_of(after));
    page_.bind(4, static_cast<std::int64_t>(count_max));
    std::size_t rows = 0;
    for (;; ++rows) {
      const auto row = page_.next();
      if (!row) return row.error();
      if (!*row) break;
      visited.generation = static_cast<std::uint64_t>(page_.integer(2));
      visited.last.assign(page_.text(0));
      visit(visited.last, page_.text(1));
    }
    visited.end = rows < count_max;
    if (rows > 0) return visited;
    // Asked after the rows: a kind that is replaced in between is not taken for the one of before.
    const auto present = present_generation(customer, kind);
    if (!present) return present.error();
    visited.generation = *present;
    return visited;
  }

 private:
  result<std::uint64_t> present_generation(customer_number customer, entity_kind kind) {
    const run_end end(generation_);
    bind_kind(generation_, customer, kind);
    const auto row = generation_.next();
    if (!row) return row.error();
    return *row ? static_cast<std::uint64_t>(generation_.integer(0)) : 0;
  }

  connection database_;
  statement generation_, one_, page_;
};

}  // namespace

result<std::unique_ptr<entity_reader>> make_entity_reader(const std::filesystem::path& file) {
  auto database = connection::open(file, connection::access::read_only);
  if (!database) return database.error();
  auto generation = database->prepare(select_generation);
  if (!generation) return generation.error();
  auto one = database->prepare(select_one);
  if (!one) return one.error();
  auto page = database->prepare(select_entities);
  if (!page) return page.error();
  return std::unique_ptr<entity_reader>(std::make_unique<sqlite_entity_reader>(
      std::move(*database), std::move(*generation), std::move(*one), std::move(*page)));
}

result<std::unique_ptr<entity_reader>> open_entity_reader(const store_settings& how,
                                                          const std::filesystem::path& directory) {
  return make_entity_reader(directory / how.file);
}

}  // namespace footfall::store::sqlite
