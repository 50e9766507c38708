// XML of shops: Google's, YML, and others whose elements are called as columns are.
#include "category_tree.hpp"
#include "field_names.hpp"
#include "formats.hpp"
#include "plain_text.hpp"
#include "xml_members.hpp"

#include <fmt/format.h>

#include <array>

namespace footfall::catalog_import {

namespace {

// What an element without prefix may say beside Google's.
bool is_plain_field(std::string_view name) {
  static constexpr std::array<std::string_view, 5> names{"title", "link", "description", "summary",
                                                         "content"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

draft google_draft(const xml_element& record) {
  constexpr int behind = 100;  // the prefixed one wins
  draft made;
  made.place = place_of(record);
  for (const auto& field : record.children) {
    if (field.name.starts_with("g:")) {
      if (!field.has_elements()) add_by_name(made, normalised_name(field.name.substr(2)), field.text);
    } else if (is_plain_field(field.name)) {
      const bool by_attribute = trim(field.text).empty() && !field.attribute("href").empty();
      add_by_name(made, field.name, by_attribute ? std::string(field.attribute("href")) : deep_text(field),
                  behind);
    }
  }
  return made;
}

void add_parameter(draft& made, const xml_element& field) {
  made.add_attribute(field.child_text("PARAM_NAME"), field.child_text("VAL"));
}

draft plain_draft(const xml_element& record) {
  draft made;
  made.place = place_of(record);
  for (const auto& [name, value] : record.attributes) add_by_name(made, normalised_name(name), value);
  for (const auto& field : record.children) {
    if (field.name == "PARAM")
      add_parameter(made, field);
    else if (!field.name.empty() && !field.has_elements())
      add_by_name(made, normalised_name(field.name), field.text);
  }
  return made;
}

std::string title_of_offer(const xml_element& offer) {
  if (const auto name = offer.child_text("name"); !name.empty()) return std::string(name);
  std::string title;
  for (const auto* part : {"typePrefix", "vendor", "model"})
    if (const auto text = offer.child_text(part); !text.empty()) title += fmt::format("{} ", text);
  return title;
}

draft offer_draft(const xml_element& offer, const category_tree& tree) {
  draft made;
  made.place = place_of(offer);
  made.add(target::id, offer.attribute("id"));
  made.add(target::group, offer.attribute("group_id"));
  made.add(target::availability, offer.attribute("available"));
  made.add(target::title, title_of_offer(offer));
  for (const auto& field : offer.children) {
    if (field.name == "categoryId") {
      if (auto path = tree.path(std::string(trim(field.text)))) made.paths.push_back(std::move(*path));
    } else if (field.name == "param") {
      const auto unit = field.attribute("unit");
      made.add_attribute(field.attribute("name"),
                         unit.empty() ? field.text : fmt::format("{} {}", field.text, unit));
    } else if (field.name != "name" && field.name != "typePrefix" && field.name != "model" &&
               !field.name.empty() && !field.has_elements()) {
      const auto meaning = meaning_of(normalised_name(field.name));
      if (meaning && meaning->what != target::id) add_by_name(made, normalised_name(field.name), field.text);
    }
  }
  return made;
}

}  // namespace

void read_google(const feed_members& members, draft_sink& to) {
  read_members(
      members, to, [](std::string_view name, int) { return name == "item" || name == "entry"; },
      [&](const xml_element& record) { to.take(google_draft(record)); });
}

void read_other_xml(const feed_members& members, draft_sink& to) {
  const auto& wanted = to.settings().record;
  read_members(
      members, to,
      [&](std::string_view name, int depth) { return wanted.empty() ? depth == 2 : name == wanted; },
      [&](const xml_element& record) { to.take(plain_draft(record)); });
}

void read_yml(const feed_members& members, draft_sink& to) {
  category_tree tree;
  read_members(
      members, to, [](std::string_view name, int) { return name == "category" || name == "offer"; },
      [&](const xml_element& record) {
        if (record.name == "category")
          tree.add(std::string(record.attribute("id")), std::string(record.attribute("parentId")),
                   record.text);
        else
          to.take(offer_draft(record, tree));
      });
}

}  // namespace footfall::catalog_import
