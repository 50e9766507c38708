// The body of recommendation API v2 (protocol C2).
#include "explanation.hpp"
#include "item_id.hpp"
#include "recommendation_format.hpp"

#include "api/request_log.hpp"
#include "footfall/text/json_writer.hpp"
#include "footfall/text/percent.hpp"

#include <limits>

namespace footfall::api {
namespace {

/// Writes the links of items: `//HOST/api/CUSTOMER/EVENT/USER/TYPE/ITEM?scenario=...&modelid=...`. What all
/// links of an answer share, and all of a model, is encoded once; it goes into the body as it is, since
/// encoded bytes mean nothing to JSON. There is always a `?`, since clients append `&lang=...`.
class link_writer {
 public:
  explicit link_writer(const recommendation_view& view) {
    std::string site("//");
    text::append_json_escaped(site, view.event_host);
    text::append_encoded(site.append("/api/"), view.settings.id);
    std::string user("/");
    text::append_encoded(user, view.user);
    user.push_back('/');
    clicked_.append(R"(,"links":{"clickRecommended":")")
        .append(site)
        .append("/clickrecommended")
        .append(user);
    rendered_.append(R"(","rendered":")").append(site).append("/rendered").append(user);
    query_.append("?scenario=");
    text::append_encoded(query_, view.scenario);
    if (!view.category_path.empty())
      text::append_encoded(shared_end_.append("&categorypath="), view.category_path);
    // What is shown and clicked of this answer can be told from that of others.
    shared_end_.append("&requestuuid=").append(new_request_id());
    end_with({});
  }

  /// Appends the member `links` to an object that has members.
  void append_links(std::string& body, const item_key& item, std::string_view model) {
    if (model != model_) end_with(model);
    path_.clear();
    append_item_path(path_, item);
    body.append(clicked_).append(path_).append(end_);
    body.append(rendered_).append(path_).append(end_).append("\"}");
  }

 private:
  void end_with(std::string_view model) {
    model_ = model;
    end_.assign(query_);
    if (!model.empty()) text::append_encoded(end_.append("&modelid="), model);
    end_.append(shared_end_);
  }

  std::string clicked_, rendered_, query_, shared_end_;
  std::string_view model_;  // that `end_` is of; empty: of none
  std::string end_, path_;
};

void write_context_items(const recommendation_view& view, text::json_writer& json) {
  json.key("contextItems");
  json.open_array();
  for (std::size_t index = 0; index < view.content.context_items.size(); ++index) {
    const auto& used = view.content.context_items[index];
    json.open_object();
    json.field("viewers", view.viewers[index]);
    json.field("itemType", used.key.type);
    json.key("itemId");
    write_item_id(json, used.key, view.settings.alphanumeric_items);
    json.key("sources");
    json.open_array();
    for (const auto source : used.sources) json.value(recommend::name_of(source));
    json.close_array();
    json.close_object();
  }
  json.close_array();
}

void write_origin(const recommendation_view& view, const recommend::recommended_item& item,
                  text::json_writer& json) {
  if (item.origin.empty()) return;
  json.key("origin");
  json.open_object();
  json.key("itemIds");
  json.open_array();
  for (const auto each : item.origin)
    write_item_id(json, view.items.key_of(each), view.settings.alphanumeric_items);
  json.close_array();
  json.field("itemType", view.items.key_of(item.origin.front()).type);
  json.field("source", recommend::name_of(item.origin_source));
  json.close_object();
}

// An item without a number has no attribute.
constexpr auto nobody_told_of = std::numeric_limits<item_index>::max();

void write_items(const recommendation_view& view, text::json_writer& json, std::string& out) {
  link_writer links(view);
  const auto begin = [&](const item_key& key, std::uint32_t relevance) {
    json.open_object();
    json.field("relevance", relevance);
    json.field("itemType", key.type);
    json.key("itemId");
    write_item_id(json, key, view.settings.alphanumeric_items);
  };
  const shown_attributes none;
  const auto& shown = view.attributes == nullptr ? none : *view.attributes;
  json.key("recommendationItems");
  json.open_array();
  for (std::size_t place = 0; place < view.content.items.size(); ++place) {
    const auto& item = view.content.items[place];
    const auto& key = view.items.key_of(item.item);
    begin(key, item.relevance);
    write_origin(view, item, json);
    if (const auto category = category_at(view, place); !category.empty()) json.field("category", category);
    links.append_links(out, key, item.model);
    json.key("attributes");
    write_attributes(shown, item.item, json);
    json.close_object();
  }
  for (const auto& key : view.unranked) {
    begin(key, 0);
    links.append_links(out, key, {});
    json.key("attributes");
    write_attributes(shown, view.items.find(key).value_or(nobody_told_of), json);
    json.close_object();
  }
  json.close_array();
}

}  // namespace

void write_json_v2(const recommendation_view& view, std::string& out) {
  text::json_writer json(out);
  json.open_object();
  write_context_items(view, json);
  write_items(view, json, out);
  if (view.explanation != nullptr) write_explanation(view, *view.explanation, json);
  json.close_object();
}

}  // namespace footfall::api
