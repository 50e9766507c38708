// The text of a context item is the question, those of other items are the answers.
#include "model/similar_text.hpp"

#include "footfall/model/item_entries.hpp"
#include "model/item_age.hpp"
#include "model/read_texts.hpp"
#include "model/similar_sessions.hpp"
#include "model/stage_times.hpp"
#include "model/text_table.hpp"

#include <boost/container/static_vector.hpp>
#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace footfall::model {

namespace {

// Candidates for the first context item; the r-th has an r-th of it, since it says so much less.
constexpr std::size_t texts_of_first = 1000;

// What is known of the item of a text besides.
struct text_item {
  std::uint64_t group = 0;    // equal for variants of one product; 0: none
  std::uint32_t since_s = 0;  // added, or valid; 0: unknown
  std::uint32_t unused = 0;
};

// The context items, and variants of them.
class asked_items {
 public:
  void add(item_index item, std::uint64_t group) {
    items_.push_back(item);
    if (group != 0) groups_.push_back(group);
  }
  [[nodiscard]] bool has(item_index item, std::uint64_t group) const {
    return std::ranges::find(items_, item) != items_.end() ||
           std::ranges::find(groups_, group) != groups_.end();
  }

 private:
  boost::container::static_vector<item_index, context_items_max> items_;
  boost::container::static_vector<std::uint64_t, context_items_max> groups_;
};

class similar_text final : public model {
 public:
  similar_text(text_table texts, std::vector<text_item> items, const model_definition& definition,
               const build_record& record)
      : texts_(std::move(texts)),
        items_(std::move(items)),
        maximum_age_ms_(definition.ms(option::maximum_item_age)),
        half_life_ms_(definition[option::half_life]),
        record_(record) {
    record_.items = texts_.items();
    record_.memory_bytes = sizeof(*this) + texts_.memory_bytes() + items_.capacity() * sizeof(items_[0]);
  }

  void answer(const question& asked, scored_list& out) const override {
    // Kept by each thread: a request allocates nothing here once they have grown to their usual size.
    thread_local item_entries<scored_item> scores;
    thread_local std::vector<text_number> candidates;
    thread_local text_query query;
    const ranked_context context(asked.context, context_items_max);
    const auto language = language_number(asked.language);
    scores.clear(context.size * texts_of_first);
    asked_items left_out;
    std::array<std::optional<text_number>, context_items_max> asking;
    for (std::size_t rank = 0; rank < context.size; ++rank) {
      asking[rank] = texts_.find(context.items[rank], language);
      left_out.add(context.items[rank], asking[rank] ? items_[*asking[rank]].group : 0);
    }
    for (std::size_t rank = 0; rank < context.size; ++rank) {
      const auto text = asking[rank];
      if (!text) continue;
      texts_.ask(*text, query);
      texts_.find_candidates(query, texts_of_first / (rank + 1), asked, candidates);
      const auto rank_weight = 1 / static_cast<float>((rank + 1) * (rank + 1));
      for (const auto other : candidates) {
        if (left_out.has(texts_.item_of(other), items_[other].group)) continue;
        const auto score = texts_.score(query, other) * rank_weight * weight_by_age(other, asked.now_ms);
        if (!(score > 0)) continue;
        auto& entry = scores.find_or_add(texts_.item_of(other));
        entry.score += score;
        entry.context_bits |= 1U << rank;
      }
    }
    out.insert(out.end(), scores.entries().begin(), scores.entries().end());
  }
  const build_record& record() const noexcept override { return record_; }
  void save(model_writer& to) const override {
    texts_.save(to);
    to.put_all(std::span(items_));
  }

  [[nodiscard]] const text_columns& columns() const noexcept { return texts_.columns(); }

 private:
  // 0 where the item is too old.
  [[nodiscard]] float weight_by_age(text_number text, std::int64_t now_ms) const {
    const auto since_s = items_[text].since_s;
    if (is_older(since_s, maximum_age_ms_, now_ms)) return 0;
    if (half_life_ms_ == 0 || since_s == 0) return 1;
    const auto age_ms = std::max<std::int64_t>(now_ms - std::int64_t{since_s} * 1000, 0);
    return static_cast<float>(std::exp2(-static_cast<double>(age_ms) / half_life_ms_));
  }

  text_table texts_;
  std::vector<text_item> items_;  // by text
  std::int64_t maximum_age_ms_;
  double half_life_ms_;
  build_record record_;
};

std::vector<std::string> keys_of_texts(const model_definition& definition) {
  std::vector<std::string> keys;
  for (const auto& each : definition.attributes) keys.push_back(each.key);
  return keys;
}

class similar_text_updater final : public model_updater {
 public:
  explicit similar_text_updater(const model_definition& definition)
      : definition_(definition), reader_(keys_of_texts(definition), definition.stem) {}

  boost::shared_ptr<const model> update(const build_input& input) override {
    static const text_columns nothing;
    stage_times times;
    auto columns = reader_.read(input.catalogue, input.items.size(), made_ ? made_->columns() : nothing);
    times.end_stage("reading", columns.words.capacity() * sizeof(columns.words[0]));
    std::vector<text_item> items;
    for (const auto item : columns.item_of) {
      const auto* told = input.catalogue->find(item);
      items.push_back({told->group, std::max(told->added_s, told->valid_from_s), 0});
    }
    text_table texts(std::move(columns));
    times.end_stage("texts by word", texts.memory_bytes());
    build_record record;
    record.built_at_ms = record.reference_time_ms = input.now_ms;
    record.stages = times.stages();
    record.duration_ns = times.duration_ns();
    made_ = boost::make_shared<const similar_text>(std::move(texts), std::move(items), definition_, record);
    return made_;
  }

 private:
  const model_definition definition_;
  text_reader reader_;
  boost::shared_ptr<const similar_text> made_;
};

}  // namespace

std::unique_ptr<model_updater> make_similar_text_updater(const model_definition& definition,
                                                         events::event_type) {
  return std::make_unique<similar_text_updater>(definition);
}

boost::shared_ptr<const model> load_similar_text(const model_definition& definition,
                                                 const build_record& record, model_reader& from,
                                                 std::size_t items_end) {
  auto texts = text_table::load(from, items_end);
  std::vector<text_item> items;
  if (!texts || !from.take_all(items) || items.size() != texts->columns().texts()) return nullptr;
  return boost::make_shared<const similar_text>(std::move(*texts), std::move(items), definition, record);
}

}  // namespace footfall::model
