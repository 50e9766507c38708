// Reads and checks the configuration as a whole, before anything starts.
#include "footfall/settings/read_settings.hpp"

#include "check_references.hpp"
#include "feed_keys.hpp"
#include "json_document.hpp"
#include "library.hpp"
#include "mistakes.hpp"
#include "object_reader.hpp"
#include "richrelevance_keys.hpp"
#include "text_form.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace footfall::settings {

namespace {

using json = nlohmann::json;

constexpr std::size_t file_bytes_max = 16 * 1024 * 1024;

// After all is read, since `store` may stand behind `customers`.
void share_retention(const json& document, application_settings& settings) {
  const auto customers = document.find("customers");
  for (auto& shop : settings.customers) {
    const auto content = customers->find(shop.id);
    if (content == customers->end() || !content->contains("retention"))
      shop.retention_ms = settings.store.retention_ms;
  }
}

}  // namespace

result<application_settings> read_settings(std::string_view text) {
  auto document = parse_document(text);
  if (!document) return document.error();
  mistakes found;
  application_settings settings;
  if (document->is_object()) {
    object_reader(found).read_object("", "", *document, {.application = &settings});
    share_retention(*document, settings);
    check_references(settings, found);
    for (auto& shop : settings.customers) put_on_library(shop, path_of_key("customers", shop.id), found);
    check_richrelevance(settings, found);
    check_feeds(settings, found);
  } else {
    found.add("the file", shown(*document), "an object");
  }
  if (!found.empty()) return failure{error::bad_configuration, found.text()};
  return settings;
}

result<application_settings> read_settings_file(const std::filesystem::path& file) {
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored))
    return failure{error::bad_configuration, fmt::format("{}: is a folder, expected a file", file.string())};
  std::ifstream stream(file, std::ios::binary);
  if (!stream)
    return failure{error::bad_configuration, fmt::format("{}: cannot be opened: {}", file.string(),
                                                         std::generic_category().message(errno))};
  std::string text(file_bytes_max + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad())
    return failure{error::bad_configuration, fmt::format("{}: cannot be read", file.string())};
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() > file_bytes_max)
    return failure{error::bad_configuration, fmt::format("{}: found more than {} bytes, expected fewer",
                                                         file.string(), file_bytes_max)};
  return read_settings(text);
}

result<void> check_listen_address(std::string_view text) {
  if (listen_address_form.matches(text)) return {};
  return failure{error::bad_configuration,
                 fmt::format("found {}, expected {}", shown(json(text)), listen_address_form.expectation())};
}

}  // namespace footfall::settings
