// Rows back to events.
#include "event_reader.hpp"

#include "connection.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/events/item_id.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace footfall::store::sqlite {

namespace {

/// Rows that are read under one lock.
constexpr std::size_t page_rows = 1024;

constexpr std::string_view select_events =
    "SELECT sequence, customer, type, time_ms, user, item_type, item, details FROM event WHERE sequence > ? "
    "ORDER BY sequence LIMIT ?";

void read_row(const statement& row, events::event& out) {
  out.customer.value = static_cast<std::uint32_t>(row.integer(1));
  out.type = static_cast<events::event_type>(row.integer(2));
  out.time_ms = row.integer(3);
  const auto user = row.text(4);
  out.user = {};
  std::memcpy(out.user.words.data(), user.data(), std::min(user.size(), sizeof(out.user.words)));
  const auto item_type = static_cast<std::uint32_t>(row.integer(5));
  // Numbers among string ids were stored as texts once.
  out.item = row.is_text(6) ? events::item_of_id(item_type, row.text(6))
                            : item_key{item_type, static_cast<std::uint32_t>(row.integer(6)), {}};
  out.details.assign(row.text(7));
  events::restore_fields(out);
}

class sqlite_event_reader final : public event_reader {
 public:
  sqlite_event_reader(connection database, statement page, statement customer)
      : database_(std::move(database)), page_(std::move(page)), customer_(std::move(customer)) {}

  result<cursor> scan(cursor after, std::size_t count_max,
                      const std::function<void(const events::event&)>& visit) override {
    while (count_max > 0) {
      const auto wanted = std::min(count_max, page_rows);
      const auto visited = scan_page(after, wanted, visit);
      if (!visited) return visited.error();
      if (*visited < wanted) break;
      count_max -= wanted;
    }
    return after;
  }

  result<std::optional<customer_number>> find_customer(std::string_view customer_id) override {
    const run_end end(customer_);
    customer_.bind(1, customer_id);
    const auto row = customer_.next();
    if (!row) return row.error();
    if (!*row) return std::optional<customer_number>{};
    return std::optional(customer_number{static_cast<std::uint32_t>(customer_.integer(0))});
  }

 private:
  result<std::size_t> scan_page(cursor& after, std::size_t rows_max,
                                const std::function<void(const events::event&)>& visit) {
    const run_end end(page_);
    page_.bind(1, static_cast<std::int64_t>(after.position));
    page_.bind(2, static_cast<std::int64_t>(rows_max));
    for (std::size_t rows = 0;; ++rows) {
      const auto row = page_.next();
      if (!row) return row.error();
      if (!*row) return rows;
      read_row(page_, row_);
      after.position = static_cast<std::uint64_t>(page_.integer(0));
      visit(row_);
    }
  }

  connection database_;
  statement page_;
  statement customer_;
  events::event row_;  // keeps its memory from row to row
};

}  // namespace

result<std::unique_ptr<event_reader>> make_event_reader(const std::filesystem::path& file) {
  auto database = connection::open(file, connection::access::read_only);
  if (!database) return database.error();
  auto page = database->prepare(select_events);
  if (!page) return page.error();
  auto customer = database->prepare("SELECT number FROM customer WHERE id = ?");
  if (!customer) return customer.error();
  return std::unique_ptr<event_reader>(
      std::make_unique<sqlite_event_reader>(std::move(*database), std::move(*page), std::move(*customer)));
}

result<std::unique_ptr<event_reader>> open_event_reader(const store_settings& how,
                                                        const std::filesystem::path& directory) {
  return make_event_reader(directory / how.file);
}

}  // namespace footfall::store::sqlite
