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

std::string name_of(const document& which) { return fmt::format("{} {}", row_of(which.kind).name, which.id); }

/// A document as it was read: a model, a scenario, or what is wrong.
struct read_document {
  const document* from = nullptr;
  std::optional<model::model_definition> model{};
  std::optional<recommend::scenario> scenario{};
  std::string why{};  // it is not in force; empty: it is

  [[nodiscard]] bool is_in_force(document_kind kind, std::string_view id) const {
    return why.empty() && from->is(kind, id);
  }
};

void read(const document& from, customer::customer_settings& alone, mistakes& found) {
  const auto& row = row_of(from.kind);
  const auto path = name_of(from);
  auto content = parse_document(from.text);
  if (!content) return found.add(path, content.error().detail(), "JSON");
  if (!content->is_object()) return found.add(path, shown(*content), "an object");
  destination to{.customer = &alone};
  const auto& list = list_of(row);
  if (list.translate != nullptr) content = list.translate(*content);
  list.add(to, {}, *content);
  object_reader(found).read_object(path_of_keys("customers.*", list), path, *content, to);
  const auto& id = from.kind == document_kind::model ? alone.models.front().id : alone.scenarios.front().id;
  if (id != from.id && !id.empty())
    found.add(path + ".id", fmt::format("\"{}\"", id), "the id of the document");
  for (const auto& each : alone.models) check_model(each, path, found);
}

read_document read(const document& from) {
  customer::customer_settings alone;
  alone.models.clear();
  alone.scenarios.clear();
  mistakes found;
  read(from, alone, found);
  read_document made{.from = &from};
  if (!found.empty()) {
    made.why = found.text();
    return made;
  }
  for (auto& each : alone.models.edit()) made.model = std::move(each);
  for (auto& each : alone.scenarios.edit()) made.scenario = std::move(each);
  return made;
}

customer::customer_settings put_in_force(const customer::customer_settings& shop,
                                         std::span<const read_document> documents) {
  auto with = shop;
  for (const auto& each : documents) {
    if (!each.why.empty()) continue;
    if (each.model) put(with.models, *each.model);
    if (each.scenario) put(with.scenarios, *each.scenario);
  }
  return with;
}

// Refuses the models that a scenario from elsewhere names and cannot use.
bool refuse_models_of(const customer::customer_settings& with, const recommend::scenario& plan,
                      const std::string& path, std::vector<read_document>& all) {
  bool any = false;
  for (auto& each : all) {
    if (!each.is_in_force(document_kind::model, each.from->id)) continue;
    mistakes found;
    check_use(with, plan, each.from->id, path, found);
    if (found.empty()) continue;
    each.why = found.text();
    any = true;
  }
  return any;
}

// Refuses the models that the scenarios from elsewhere cannot use, or else the scenarios that do not fit the
// models. False when everything fits.
bool refuse_what_does_not_fit(const customer::customer_settings& with, std::vector<read_document>& all) {
  bool any = false;
  std::vector<std::pair<read_document*, std::string>> scenarios;
  for (const auto& plan : with.scenarios) {
    mistakes found;
    const auto path = "scenario " + plan.id;
    check_scenario(with, plan, path, found);
    if (found.empty()) continue;
    const auto own = std::ranges::find_if(
        all, [&](const read_document& each) { return each.is_in_force(document_kind::scenario, plan.id); });
    if (own != all.end())
      scenarios.emplace_back(&*own, found.text());
    else if (refuse_models_of(with, plan, path, all))
      any = true;
  }
  if (any) return true;
  for (auto& [each, why] : scenarios) each->why = std::move(why);
  return !scenarios.empty();
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

customer::customer_settings with_documents(const customer::customer_settings& shop,
                                           std::span<const document> documents) {
  std::vector<read_document> all;
  for (const auto& each : documents)
    if (!belongs_to_file(shop, each.kind, each.id)) all.push_back(read(each));
  auto with = put_in_force(shop, all);
  while (refuse_what_does_not_fit(with, all)) with = put_in_force(shop, all);
  for (auto& each : all)
    if (!each.why.empty()) with.refused_documents.push_back({name_of(*each.from), std::move(each.why)});
  with.of_file = boost::make_shared<const customer::customer_settings>(shop);
  return with;
}

}  // namespace footfall::settings
