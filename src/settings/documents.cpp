#include "footfall/settings/documents.hpp"

#include "check_references.hpp"
#include "documented_model.hpp"
#include "json_document.hpp"
#include "library.hpp"
#include "object_reader.hpp"

#include "text_form.hpp"

#include <fmt/format.h>
#include <boost/smart_ptr/make_shared.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace footfall::settings {

namespace {

constexpr char form_of_content = '\x01';

/// One kind of document, and the list of the configuration file that has the same elements.
struct document_row {
  document_kind kind;
  std::string_view name;
  std::string_view list;
  std::vector<std::string> customer::customer_settings::*in_file;
};

constexpr std::array document_rows{
    document_row{document_kind::model, "model", "models", &customer::customer_settings::file_models},
    document_row{document_kind::scenario, "scenario", "scenarios",
                 &customer::customer_settings::file_scenarios},
};

const document_row& row_of(document_kind kind) { return document_rows[static_cast<std::size_t>(kind)]; }

const setting& list_of(const document_row& row) {
  const auto& keys = keys_of("customers.*").keys;
  return *std::ranges::find(keys, row.list, &setting::name);
}

void read_document(const document& from, customer::customer_settings& into, mistakes& found) {
  const auto& row = row_of(from.kind);
  const auto path = fmt::format("{} {}", row.name, from.id);
  auto content = parse_document(from.text);
  if (!content) return found.add(path, content.error().detail(), "JSON");
  if (!content->is_object()) return found.add(path, shown(*content), "an object");
  customer::customer_settings alone;
  alone.models.clear();
  alone.scenarios.clear();
  destination to{.customer = &alone};
  const auto& list = list_of(row);
  if (list.translate != nullptr) content = list.translate(*content);
  list.add(to, {}, *content);
  object_reader(found).read_object(path_of_keys("customers.*", list), path, *content, to);
  const auto& id = from.kind == document_kind::model ? alone.models.front().id : alone.scenarios.front().id;
  if (id != from.id && !id.empty())
    found.add(path + ".id", fmt::format("\"{}\"", id), "the id of the document");
  for (auto& each : alone.models.edit()) {
    check_model(each, path, found);
    put(into.models, std::move(each));
  }
  for (auto& each : alone.scenarios.edit()) put(into.scenarios, std::move(each));
}

}  // namespace

std::string_view name_of(document_kind kind) noexcept { return row_of(kind).name; }

std::optional<document_kind> find_document_kind(std::string_view name) noexcept {
  const auto row = std::ranges::find(document_rows, name, &document_row::name);
  return row == document_rows.end() ? std::nullopt : std::optional(row->kind);
}

std::string document_entity_key(document_kind kind, std::string_view id) {
  return fmt::format("{}/{}", row_of(kind).name, id);
}

std::string document_entity_content(std::string_view text) {
  std::string content(1, form_of_content);
  return content.append(text);
}

result<std::vector<document>> read_documents(store::entity_reader& from, customer_number customer) {
  constexpr std::size_t documents_per_read = 1000;
  std::vector<document> found;
  store::entity_page page;
  while (!page.end) {
    auto read = from.scan(
        customer, store::entity_kind::document, page.last, documents_per_read,
        [&](std::string_view key, std::string_view content) {
          const auto slash = key.find('/');
          const auto kind = find_document_kind(key.substr(0, slash));
          if (kind && content.starts_with(form_of_content))
            found.push_back({*kind, std::string(key.substr(slash + 1)), std::string(content.substr(1))});
        });
    if (!read) return read.error();
    page = std::move(*read);
  }
  return found;
}

result<std::string> id_in_document(std::string_view text) {
  const auto content = parse_document(text);
  if (!content) return content.error();
  const auto* const name = is_documented_model(*content) ? "referenceCode" : "id";
  const auto id = content->is_object() ? content->find(name) : content->end();
  if (!content->is_object() || id == content->end() || !id->is_string() ||
      !reference_code_form.matches(id->get_ref<const std::string&>()))
    return failure{error::bad_configuration, "expected a JSON object with an id of letters, digits, _ and -"};
  return id->get<std::string>();
}

bool belongs_to_file(const customer::customer_settings& shop, document_kind kind,
                     std::string_view id) noexcept {
  const auto& named = shop.*row_of(kind).in_file;
  return shop.managed_by == "file" && std::ranges::find(named, id) != named.end();
}

result<customer::customer_settings> with_documents(const customer::customer_settings& shop,
                                                   std::span<const document> documents) {
  customer::customer_settings with = shop;
  mistakes found;
  for (const auto& each : documents)
    if (!belongs_to_file(shop, each.kind, each.id)) read_document(each, with, found);
  // A model that was replaced may be of another kind than a scenario from elsewhere can use.
  for (const auto& each : with.scenarios) check_scenario(with, each, "scenario " + each.id, found);
  if (!found.empty()) return failure{error::bad_configuration, found.text()};
  with.of_file = boost::make_shared<const customer::customer_settings>(shop);
  return with;
}

}  // namespace footfall::settings
