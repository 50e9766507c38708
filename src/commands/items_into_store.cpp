// Items into the store: as a replacement that becomes visible in one step, or one by one.
#include "items_into_store.hpp"

#include "footfall/customer/catalogue_keeper.hpp"
#include "footfall/store/engines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string_view>

namespace footfall::commands {

namespace {

using catalog_import::import_mode;
using store::entity_kind;
using store::entity_write;

// One transaction.
constexpr std::size_t items_per_write = 10'000;
constexpr std::size_t items_per_read = 10'000;

std::uint32_t type_of_key(std::string_view key) {
  return static_cast<std::uint32_t>(std::stoul(std::string(key.substr(0, key.find('/')))));
}

class opened_item_store final : public item_store {
 public:
  opened_item_store(std::unique_ptr<store::event_store> opened, std::unique_ptr<store::entity_reader> reader,
                    customer_number number)
      : store_(std::move(opened)), reader_(std::move(reader)), number_(number) {}

  result<std::size_t> count(std::uint32_t type) override {
    std::size_t items = 0;
    const auto read = for_each([&](std::string_view key, std::string_view content) {
      if (type_of_key(key) == type && !customer::is_removed_item(content)) ++items;
    });
    if (!read) return read.error();
    return items;
  }

  result<stored_items> store(const std::vector<catalog::item>& items, import_mode mode) override {
    std::map<std::string, std::string> wanted;
    std::set<std::uint32_t> types;
    for (const auto& item : items) {
      wanted[customer::item_entity_key(item.type, item.id)] = customer::item_entity_content(item);
      types.insert(item.type);
    }
    return mode == import_mode::full ? replace(wanted, types) : update(wanted);
  }

 private:
  using contents = std::map<std::string, std::string>;

  result<void> for_each(const std::function<void(std::string_view, std::string_view)>& visit) {
    store::entity_page page;
    while (!page.end) {
      auto read = reader_->scan(number_, entity_kind::item, page.last, items_per_read, visit);
      if (!read) return read.error();
      page = std::move(*read);
    }
    return {};
  }

  // What there is goes into the replacement, too, where it is of another type. From now on the store knows
  // that all items of these types are there.
  result<stored_items> replace(contents& wanted, const std::set<std::uint32_t>& types) {
    stored_items counts;
    contents kept;
    std::size_t whole_types = 0;
    const auto read = for_each([&](std::string_view key, std::string_view content) {
      const bool is_replaced = types.contains(type_of_key(key));
      if (customer::is_removed_item(content)) {
        if (!is_replaced) kept.emplace(key, content);
        if (is_replaced && key.ends_with('/')) ++whole_types;
        return;
      }
      const auto next = wanted.find(std::string(key));
      if (next != wanted.end())
        ++(next->second == content ? counts.same : counts.changed);
      else if (is_replaced)
        ++counts.removed;
      else
        kept.emplace(key, content);
    });
    if (!read) return read.error();
    counts.added = wanted.size() - counts.same - counts.changed;
    if (counts.added + counts.changed + counts.removed == 0 && whole_types == types.size()) return counts;
    for (const auto type : types)
      wanted.emplace(customer::whole_type_key(type), customer::removed_item_content());
    wanted.merge(kept);
    const auto replacement = store_->begin_replacement(number_, entity_kind::item);
    if (!replacement) return replacement.error();
    if (const auto written = write(wanted, *replacement); !written) return written.error();
    const entity_write finish{number_, entity_kind::item, entity_write::action::finish_replacement,
                              *replacement};
    const auto finished = store_->append_batch({}, std::span(&finish, 1));
    if (!finished) return finished.error();
    return counts;
  }

  result<stored_items> update(contents& wanted) {
    stored_items counts;
    const auto all = wanted.size();
    const auto read = for_each([&](std::string_view key, std::string_view content) {
      const auto next = wanted.find(std::string(key));
      if (next == wanted.end() || customer::is_removed_item(content)) return;
      ++(next->second == content ? counts.same : counts.changed);
      if (next->second == content) wanted.erase(next);
    });
    if (!read) return read.error();
    counts.added = all - counts.same - counts.changed;
    if (const auto written = write(wanted, 0); !written) return written.error();
    return counts;
  }

  result<void> write(contents& wanted, std::uint64_t replacement) {
    std::vector<entity_write> batch;
    for (auto place = wanted.begin(); place != wanted.end();) {
      batch.clear();
      for (; place != wanted.end() && batch.size() < items_per_write; ++place)
        batch.push_back({number_, entity_kind::item, entity_write::action::put, replacement, place->first,
                         std::move(place->second)});
      if (const auto stored = store_->append_batch({}, batch); !stored) return stored.error();
    }
    return {};
  }

  const std::unique_ptr<store::event_store> store_;
  const std::unique_ptr<store::entity_reader> reader_;
  const customer_number number_;
};

}  // namespace

result<std::unique_ptr<item_store>> open_item_store(const settings::application_settings& settings,
                                                    const customer::customer_settings& shop,
                                                    const std::string& data_directory) {
  std::error_code trouble;
  std::filesystem::create_directories(data_directory, trouble);
  if (trouble)
    return failure{error::io_failed,
                   fmt::format("{}: cannot be made: {}", data_directory, trouble.message())};
  auto opened = store::open_store(settings.store, data_directory);
  if (!opened) return opened.error();
  const auto number = (*opened)->number_of(shop.id);
  if (!number) return number.error();
  auto reader = (*opened)->make_entity_reader();
  if (!reader) return reader.error();
  return std::make_unique<opened_item_store>(std::move(*opened), std::move(*reader), *number);
}

}  // namespace footfall::commands
