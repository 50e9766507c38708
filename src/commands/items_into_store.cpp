#include "items_into_store.hpp"

#include "footfall/catalog/quality.hpp"
#include "footfall/customer/catalogue_keeper.hpp"
#include "footfall/customer/event_fold.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/feeds/tracked_share.hpp"
#include "footfall/store/engines.hpp"
#include "footfall/text/number.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace footfall::commands {

namespace {

constexpr std::size_t events_per_look = 50'000;

}  // namespace

result<std::unique_ptr<opened_item_store>> opened_item_store::open(
    const settings::application_settings& settings, const customer::customer_settings& shop,
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
  return std::unique_ptr<opened_item_store>(
      new opened_item_store(std::move(*opened), std::move(*reader), *number, shop));
}

result<void> opened_item_store::read_tracked(std::int64_t since_ms) {
  const auto log = store_->make_reader();
  if (!log) return log.error();
  const auto visit = [&](const events::event& stored) {
    if (stored.customer == owner_.number && stored.time_ms >= since_ms)
      customer::apply_tracked(owner_, stored);
  };
  for (store::cursor place;;) {
    const auto next = (*log)->scan(place, events_per_look, visit);
    if (!next) return next.error();
    if (*next == place) return {};
    place = *next;
  }
}

result<catalog_import::tracked_ids> opened_item_store::tracked_share(const catalog::packed_items& items,
                                                                     std::int64_t now_ms) {
  constexpr std::int64_t ms_per_second = 1000;
  if (auto read = read_tracked(catalog::tracked_since_s(now_ms / ms_per_second) * ms_per_second); !read)
    return read.error();
  const bool string_ids = owner_.settings.load()->alphanumeric_items;
  std::vector<bool> known(owner_.items.size());
  auto read = items_.for_each([&](std::string_view key, std::string_view content) {
    const auto slash = key.find('/');
    const auto type = text::to_integer<std::uint32_t>(key.substr(0, slash));
    if (!type || slash == std::string_view::npos || customer::is_removed_item(content)) return;
    const auto item = events::read_item(*type, key.substr(slash + 1), string_ids);
    if (const auto index = item ? owner_.items.find(*item) : std::nullopt) known[*index] = true;
  });
  if (!read) return read.error();
  return feeds::tracked_share(owner_, items, now_ms, [&](item_index index) { return known[index]; });
}

}  // namespace footfall::commands
