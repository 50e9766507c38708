// A list of the definition becomes a ranking.
#include "model/editorial.hpp"

#include "footfall/events/read_event.hpp"
#include "footfall/model/editorial_items.hpp"
#include "footfall/text/number.hpp"
#include "model/popularity.hpp"

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

class editorial_updater final : public model_updater {
 public:
  explicit editorial_updater(const model_definition& definition) : definition_(definition) {}

  boost::shared_ptr<const model> update(const build_input& input) override {
    std::vector<item_index> listed;
    for (const auto& entry : definition_.items)
      if (const auto item = find_item(entry, input.items);
          item && std::ranges::find(listed, *item) == listed.end())
        listed.push_back(*item);
    std::vector<ranked_item> ranked;
    for (const auto item : listed)
      ranked.push_back({item, static_cast<float>(listed.size() - ranked.size())});
    build_record record;
    record.built_at_ms = record.reference_time_ms = input.now_ms;
    return make_ranked(ranking(std::move(ranked)), record);
  }

 private:
  const model_definition definition_;
};

}  // namespace

std::unique_ptr<model_updater> make_editorial_updater(const model_definition& definition,
                                                      events::event_type) {
  return std::make_unique<editorial_updater>(definition);
}

void add_editorial_items(std::span<const model_definition> definitions, bool alphanumeric,
                         catalog::item_dictionary& to) {
  for (const auto& definition : definitions)
    for (const auto& entry : definition.items)
      if (const auto key = item_named(entry, alphanumeric)) static_cast<void>(to.add(*key));
}

}  // namespace footfall::model
