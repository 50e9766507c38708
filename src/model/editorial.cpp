// A list of the definition becomes a ranking.
#include "model/editorial.hpp"

#include "footfall/events/read_event.hpp"
#include "footfall/model/editorial_items.hpp"
#include "footfall/text/number.hpp"
#include "model/popularity.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>

namespace footfall::model {

namespace {

// `12` is of type 1, `2/abc` of type 2; a slash behind anything but a type belongs to the id.
result<item_key> item_named(std::string_view entry, bool alphanumeric) {
  const auto slash = entry.find('/');
  const auto type =
      slash == entry.npos ? std::nullopt : text::to_integer<std::uint32_t>(entry.substr(0, slash));
  if (!type || *type == 0) return events::read_item(1, entry, alphanumeric);
  return events::read_item(*type, entry.substr(slash + 1), alphanumeric);
}

// A customer has ids of one form only.
std::optional<item_index> find_item(std::string_view entry, const catalog::item_dictionary& items) {
  for (const bool alphanumeric : {false, true})
    if (const auto key = item_named(entry, alphanumeric))
      if (const auto found = items.find(*key)) return found;
  return std::nullopt;
}

boost::shared_ptr<const model> make_list(const model_definition& definition,
                                         const catalog::item_dictionary& items, std::int64_t now_ms) {
  std::vector<item_index> listed;
  for (const auto& entry : definition.items)
    if (const auto item = find_item(entry, items); item && std::ranges::find(listed, *item) == listed.end())
      listed.push_back(*item);
  std::vector<ranked_item> ranked;
  for (const auto item : listed) ranked.push_back({item, static_cast<float>(listed.size() - ranked.size())});
  build_record record;
  record.built_at_ms = record.reference_time_ms = now_ms;
  return make_ranked(ranking(std::move(ranked)), record);
}

class editorial_updater final : public model_updater {
 public:
  explicit editorial_updater(const model_definition& definition) : definition_(definition) {}

  boost::shared_ptr<const model> update(const build_input& input) override {
    return make_list(definition_, input.items, input.now_ms);
  }

 private:
  const model_definition definition_;
};

}  // namespace

std::unique_ptr<model_updater> make_editorial_updater(const model_definition& definition,
                                                      events::event_type) {
  return std::make_unique<editorial_updater>(definition);
}

boost::shared_ptr<const model_set> with_editorial_lists(const model_set& of,
                                                        std::span<const model_definition> definitions,
                                                        const catalog::item_dictionary& items,
                                                        std::int64_t now_ms) {
  constexpr std::int64_t second_ms = 1000;
  const auto is_list = [](const model_kind* kind) {
    return kind != nullptr && kind->make_updater == make_editorial_updater;
  };
  const auto definition_of = [&](std::string_view id) {
    return std::ranges::find(definitions, id, &model_definition::id);
  };
  auto made = boost::make_shared<model_set>(of);
  auto changes = std::erase_if(made->models, [&](const built_model& each) {
    return is_list(each.kind) && definition_of(each.definition.id) == definitions.end();
  });
  for (const auto& definition : definitions) {
    const auto* kind = find_model_kind(definition.type);
    if (!is_list(kind)) continue;
    auto known = std::ranges::find(made->models, definition.id,
                                   [](const built_model& each) { return each.definition.id; });
    if (known != made->models.end() && known->definition == definition && known->content) continue;
    if (known == made->models.end()) known = made->models.insert(made->models.end(), built_model{});
    // It surely comes after the publication.
    *known = {.definition = definition,
              .kind = kind,
              .content = make_list(definition, items, now_ms),
              .serves_ms = now_ms + second_ms};
    ++changes;
  }
  return changes == 0 ? nullptr : made;
}

void add_editorial_items(std::span<const model_definition> definitions, bool alphanumeric,
                         catalog::item_dictionary& to) {
  for (const auto& definition : definitions)
    for (const auto& entry : definition.items)
      if (const auto key = item_named(entry, alphanumeric)) static_cast<void>(to.add(*key));
}

}  // namespace footfall::model
