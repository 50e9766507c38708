#include "items_into_store.hpp"

#include "footfall/store/engines.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace footfall::commands {

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
      new opened_item_store(std::move(*opened), std::move(*reader), *number));
}

}  // namespace footfall::commands
