// Context items look for what shares their values; all that is found is compared in full.
#include "model/similar_content.hpp"

#include "footfall/model/item_entries.hpp"
#include "model/compared_texts.hpp"
#include "model/item_age.hpp"
#include "model/read_content.hpp"
#include "model/stage_times.hpp"

#include <boost/container/static_vector.hpp>
#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>

namespace footfall::model {

namespace {

// Candidates for the first context item; the r-th has an r-th of it, since it says so much less.
constexpr std::size_t candidates_of_first = 1000;

std::vector<compared_attribute> attributes_of(const model_definition& definition) {
  if (!definition.attributes.empty()) {
    auto given = definition.attributes;
    if (given.size() > compared_attributes_max) given.resize(compared_attributes_max);
    return given;
  }
  std::vector<compared_attribute> usual;
  for (const auto* key : {"category", "brand", "price"}) usual.push_back({.key = key});
  return usual;
}

class similar_content final : public model {
 public:
  similar_content(content_table table, compared_texts texts, const model_definition& definition,
                  const build_record& record)
      : table_(std::move(table)),
        texts_(std::move(texts)),
        maximum_age_ms_(definition.ms(option::maximum_item_age)),
        record_(record) {
    for (item_index item = 0; item < table_.values().items(); ++item) record_.items += has(item) ? 1U : 0U;
    record_.memory_bytes = sizeof(*this) + table_.memory_bytes() + texts_.memory_bytes();
  }

  void answer(const question& asked, scored_list& out) const override {
    thread_local item_entries<scored_item> scores;
    thread_local std::vector<item_index> candidates;
    thread_local asked_texts written;
    const auto context = contexts_of(asked);
    scores.clear(context.size() * candidates_of_first * (1 + texts_.tables().size()));
    for (std::size_t rank = 0; rank < context.size(); ++rank) {
      const auto item = context[rank];
      if (!has(item)) continue;
      const auto rank_weight = 1 / static_cast<float>((rank + 1) * (rank + 1));
      const auto most = candidates_of_first / (rank + 1);
      table_.find_candidates(item, most, asked, candidates);
      texts_.ask(item, language_number(asked.language), written);
      texts_.add_candidates(written, most, asked, candidates);
      for (const auto other : candidates) {
        if (is_left_out(context, other) ||
            is_older(table_.values().since_s[other], maximum_age_ms_, asked.now_ms))
          continue;
        auto likeness = table_.compare(item, other);
        texts_.compare(written, other, likeness);
        const auto similarity = likeness.mean();
        if (!(similarity > 0)) continue;
        auto& entry = scores.find_or_add(other);
        entry.score += similarity * rank_weight;
        entry.context_bits |= 1U << rank;
      }
    }
    out.insert(out.end(), scores.entries().begin(), scores.entries().end());
  }
  const build_record& record() const noexcept override { return record_; }
  void save(model_writer& to) const override {
    save_content_values(table_.values(), to);
    texts_.save(to);
  }

  [[nodiscard]] const content_values& values() const noexcept { return table_.values(); }
  [[nodiscard]] const compared_texts& texts() const noexcept { return texts_; }

 private:
  using context_list = boost::container::static_vector<item_index, context_items_max>;

  // Each once; a repeat takes no rank.
  static context_list contexts_of(const question& asked) {
    context_list list;
    for (const auto item : asked.context)
      if (list.size() < list.capacity() && std::ranges::find(list, item) == list.end()) list.push_back(item);
    return list;
  }

  [[nodiscard]] bool has(item_index item) const noexcept {
    return item < table_.values().items() && (table_.has(item) || texts_.has(item));
  }

  [[nodiscard]] bool is_left_out(const context_list& context, item_index item) const {
    return std::ranges::any_of(context, [&](item_index each) {
      return each == item || (each < table_.values().items() && table_.are_variants(each, item));
    });
  }

  content_table table_;
  compared_texts texts_;
  std::int64_t maximum_age_ms_;
  build_record record_;
};

class similar_content_updater final : public model_updater {
 public:
  explicit similar_content_updater(const model_definition& definition)
      : definition_(definition),
        attributes_(attributes_of(definition)),
        texts_(text_attributes_of(attributes_)),
        reader_(attributes_) {
    for (const auto& each : texts_) text_readers_.emplace_back(std::vector{each.key}, definition.stem);
  }

  boost::shared_ptr<const model> update(const build_input& input) override {
    stage_times times;
    static const content_values nothing;
    auto values =
        reader_.read(input.catalogue, input.items.size(), input.now_ms, made_ ? made_->values() : nothing);
    times.end_stage("reading", values.texts.capacity() * sizeof(values.texts[0]));
    content_table table(attributes_, std::move(values));
    times.end_stage("items by value", table.memory_bytes());
    auto texts = read_texts(input);
    times.end_stage("texts by word", texts.memory_bytes());
    build_record record;
    record.built_at_ms = record.reference_time_ms = input.now_ms;
    record.stages = times.stages();
    record.duration_ns = times.duration_ns();
    made_ =
        boost::make_shared<const similar_content>(std::move(table), std::move(texts), definition_, record);
    return made_;
  }

 private:
  compared_texts read_texts(const build_input& input) {
    static const text_columns nothing;
    std::vector<text_table> tables;
    for (std::size_t attribute = 0; attribute < texts_.size(); ++attribute)
      tables.emplace_back(
          text_readers_[attribute].read(input.catalogue, input.items.size(),
                                        made_ ? made_->texts().tables()[attribute].columns() : nothing));
    return {texts_, std::move(tables)};
  }

  const model_definition definition_;
  const std::vector<compared_attribute> attributes_;
  const std::vector<compared_attribute> texts_;  // of these
  content_reader reader_;
  std::vector<text_reader> text_readers_;  // by text
  boost::shared_ptr<const similar_content> made_;
};

}  // namespace

std::unique_ptr<model_updater> make_similar_content_updater(const model_definition& definition,
                                                            events::event_type) {
  return std::make_unique<similar_content_updater>(definition);
}

boost::shared_ptr<const model> load_similar_content(const model_definition& definition,
                                                    const build_record& record, model_reader& from,
                                                    std::size_t items_end) {
  auto attributes = attributes_of(definition);
  auto values = load_content_values(from, attributes.size(), items_end);
  if (!values) return nullptr;
  auto texts = compared_texts::load(text_attributes_of(attributes), from, values->items());
  if (!texts) return nullptr;
  return boost::make_shared<const similar_content>(content_table(std::move(attributes), std::move(*values)),
                                                   std::move(*texts), definition, record);
}

}  // namespace footfall::model
