// A catalogue and the models that are made from it.
#pragma once

#include "footfall/model/model_set.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace footfall::test {

/// Items are numbered as they are put in: item 0 has the id 1.
struct catalogue_shop {
  explicit catalogue_shop(std::string_view type) : definition(model::default_definition("made", type)) {}

  item_index put(catalog::item told) {
    const auto item = *items.add({1, static_cast<std::uint32_t>(items.size() + 1), {}});
    change(item, std::move(told));
    return item;
  }
  void change(item_index item, catalog::item told) {
    catalog::catalogue_editor editor(catalogue);
    editor.put(item, told);
    catalogue = editor.finish();
  }

  [[nodiscard]] model::build_input input() const {
    return {.history = history, .items = items, .now_ms = now_ms, .catalogue = catalogue};
  }
  [[nodiscard]] boost::shared_ptr<const model::model_set> build() {
    return library.update({&definition, 1}, input());
  }
  [[nodiscard]] model::scored_list ask(model::question asked = {}) {
    if (asked.wanted == 0) asked.wanted = 10;
    model::scored_list out;
    build()->models.front().content->answer(asked, out);
    std::ranges::sort(out, [](const model::scored_item& left, const model::scored_item& right) {
      return left.score != right.score ? left.score > right.score : left.item < right.item;
    });
    return out;
  }

  model::event_history history;
  catalog::item_dictionary items;
  boost::shared_ptr<const catalog::catalogue> catalogue;
  std::int64_t now_ms = 1'000'000'000'000;
  model::model_definition definition;
  model::model_library library;
};

}  // namespace footfall::test
