// Similar rated: rows of likes and of dislikes, counted when they are asked for.
#include "model/similar_rated.hpp"

#include "footfall/model/item_entries.hpp"
#include "model/newest_ratings.hpp"
#include "model/sequences.hpp"
#include "model/stage_times.hpp"
#include "model/time_window.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <cmath>
#include <map>

namespace footfall::model {

namespace {

constexpr std::size_t persons_max = 500;
constexpr double mean_prior = 5;  // average ratings that a person's mean begins with

// What ratings of an item are worth, by item: those of a user are read by it.
struct item_scale {
  static constexpr bool has_no_padding = true;
  float largest = 0;  // rating of the item type; 0: nobody has rated the item
  float mean = 0;     // of all ratings of the item type, 0..1
};

// Persons by what they like, or by what they dislike.
struct opinions {
  sequences persons;
  std::vector<std::uint32_t> counts;  // by item: of persons

  void index() {
    persons.index(persons_max);
    for (std::uint32_t person = 0; person < persons.size(); ++person)
      for (const auto item : persons.items_of(person)) {
        if (item >= counts.size()) counts.resize(std::size_t{item} + 1);
        ++counts[item];
      }
  }
  [[nodiscard]] std::size_t memory_bytes() const noexcept {
    return persons.memory_bytes() + counts.capacity() * sizeof(counts[0]);
  }
};

// The context by what the user thinks of it.
struct opinion_of_context {
  std::vector<item_index> liked;
  std::vector<item_index> disliked;
};

bool is_rating(const profile::history_entry& entry) {
  return entry.type == events::history_type::rated && entry.value < no_rating;
}

class similar_rated final : public model {
 public:
  similar_rated(opinions likes, opinions dislikes, std::vector<item_scale> scales,
                const model_definition& definition, const build_record& record)
      : likes_(std::move(likes)),
        dislikes_(std::move(dislikes)),
        scales_(std::move(scales)),
        against_(definition[option::dislikes]),
        damping_(definition[option::damping]),
        exponent_(definition[option::neighbour_exponent]),
        neighbours_(definition.whole(option::neighbours)),
        record_(record) {
    record_.items = likes_.persons.items();
    record_.memory_bytes = sizeof(*this) + likes_.memory_bytes() + dislikes_.memory_bytes() +
                           scales_.capacity() * sizeof(scales_[0]);
  }

  void answer(const question& asked, scored_list& out) const override {
    const auto context = judge(asked);
    std::map<item_index, scored_item> sums;
    for (const auto item : context.liked) add_row(likes_, item, 1, asked.context, sums);
    if (against_ > 0)
      for (const auto item : context.disliked) add_row(dislikes_, item, -against_, asked.context, sums);
    for (const auto& entry : asked.history)
      if (is_rating(entry)) sums.erase(entry.item);
    for (const auto& [item, entry] : sums)
      if (entry.score > 0) out.push_back(entry);
  }

  const build_record& record() const noexcept override { return record_; }

  void save(model_writer& to) const override {
    likes_.persons.save(to);
    dislikes_.persons.save(to);
    to.put_all(std::span(scales_));
  }

 private:
  [[nodiscard]] opinion_of_context judge(const question& asked) const {
    double sum = 0;
    double count = 0;
    for (const auto& entry : asked.history)
      if (const auto* scale = scale_of(entry)) {
        sum += share(entry, *scale) - double{scale->mean};
        count += 1;
      }
    // How far above what is usual the user rates; relative to it, so that item types may be mixed.
    const auto bias = sum / (count + mean_prior);
    opinion_of_context found;
    for (std::size_t place = 0; place < asked.context.size(); ++place) {
      const auto item = asked.context[place];
      const auto before = asked.context.first(place);
      if (std::ranges::find(before, item) != before.end()) continue;
      auto& side = dislikes(asked, item, bias) ? found.disliked : found.liked;
      if (side.size() < context_items_max) side.push_back(item);
    }
    return found;
  }

  [[nodiscard]] bool dislikes(const question& asked, item_index item, double bias) const {
    const auto rated = std::ranges::find_if(asked.history, [&](const profile::history_entry& entry) {
      return entry.item == item && is_rating(entry);
    });
    if (rated == asked.history.end()) return false;
    const auto* scale = scale_of(*rated);
    return scale != nullptr && share(*rated, *scale) - double{scale->mean} < bias - of_equal;
  }

  [[nodiscard]] const item_scale* scale_of(const profile::history_entry& entry) const {
    const bool known = is_rating(entry) && entry.item < scales_.size() && scales_[entry.item].largest > 0;
    return known ? &scales_[entry.item] : nullptr;
  }
  static double share(const profile::history_entry& entry, const item_scale& scale) {
    return std::min(1.0, double{static_cast<float>(entry.value)} / double{scale.largest});
  }

  void add_row(const opinions& from, item_index item, double weight, std::span<const item_index> context,
               std::map<item_index, scored_item>& sums) const {
    // Kept by each thread: a request allocates nothing here once it has grown to its usual size.
    thread_local item_entries<scored_item> row;
    const auto persons = from.persons.holding(item);
    std::size_t places = 0;
    for (const auto person : persons) places += from.persons.items_of(person).size();
    row.clear(places);
    for (const auto person : persons)
      for (const auto other : from.persons.items_of(person)) row.find_or_add(other).score += 1;
    const auto own = static_cast<double>(persons.size()) + damping_;
    for (auto& entry : row.entries()) {
      const auto held_back = std::pow(from.counts[entry.item] + damping_, exponent_);
      entry.score = entry.item == item ? 0 : static_cast<float>(double{entry.score} / (own * held_back));
    }
    const auto rank = std::ranges::find(context, item) - context.begin();
    for (const auto& entry : best_of(row.entries())) {
      if (!(entry.score > 0)) continue;
      auto& sum = sums[entry.item];
      sum.item = entry.item;
      sum.score += static_cast<float>(weight * double{entry.score});
      if (rank < static_cast<std::ptrdiff_t>(context_items_max)) sum.context_bits |= 1U << rank;
    }
  }

  // The best `neighbours` of a row; of equal ones the smaller item.
  [[nodiscard]] std::span<scored_item> best_of(std::span<scored_item> row) const {
    if (row.size() <= neighbours_) return row;
    std::ranges::nth_element(row, row.begin() + static_cast<std::ptrdiff_t>(neighbours_),
                             [](const scored_item& left, const scored_item& right) {
                               return left.score != right.score ? left.score > right.score
                                                                : left.item < right.item;
                             });
    return row.first(neighbours_);
  }

  static constexpr double of_equal = 1e-6;  // shares are floats

  opinions likes_;
  opinions dislikes_;
  std::vector<item_scale> scales_;  // by item
  double against_;
  double damping_;
  double exponent_;
  std::size_t neighbours_;
  build_record record_;
};

class similar_rated_updater final : public model_updater {
 public:
  similar_rated_updater(const model_definition& definition, events::event_type learns_from)
      : definition_(definition), learns_from_(learns_from) {}

  boost::shared_ptr<const model> update(const build_input& input) override {
    stage_times times;
    const auto window = choose_window(input.history, learns_from_, definition_, input.now_ms);
    const auto ratings = find_newest_ratings(input.history.book(learns_from_), window.after_s);
    auto scales = scales_by_item(ratings, input.items);
    opinions likes;
    opinions dislikes;
    for (std::size_t begin = 0; begin < ratings.size();) {
      auto end = begin;
      while (end < ratings.size() && ratings[end].owner == ratings[begin].owner) ++end;
      add_person(std::span(ratings).subspan(begin, end - begin), scales, likes, dislikes);
      begin = end;
    }
    likes.index();
    dislikes.index();
    times.end_stage("likes and dislikes", likes.memory_bytes() + dislikes.memory_bytes());
    auto record = record_of(window, input);
    record.events_used = ratings.size();
    record.sessions_used = likes.persons.size();
    record.stages = times.stages();
    record.duration_ns = times.duration_ns();
    return boost::make_shared<const similar_rated>(std::move(likes), std::move(dislikes), std::move(scales),
                                                   definition_, record);
  }

 private:
  static std::vector<item_scale> scales_by_item(const std::vector<given_rating>& ratings,
                                                const catalog::item_dictionary& items) {
    const auto by_type = find_scales(ratings, items);
    std::vector<item_scale> scales;
    for (const auto& given : ratings) {
      if (given.item >= scales.size()) scales.resize(std::size_t{given.item} + 1);
      const auto& scale = by_type.at(items.key_of(given.item).type);
      scales[given.item] = {static_cast<float>(scale.largest), static_cast<float>(scale.mean())};
    }
    return scales;
  }

  void add_person(std::span<const given_rating> ratings, const std::vector<item_scale>& scales,
                  opinions& likes, opinions& dislikes) const {
    const auto above_usual = [&](const given_rating& given) {
      const auto& scale = scales[given.item];
      return static_cast<double>(given.value) / double{scale.largest} - double{scale.mean};
    };
    double sum = 0;
    for (const auto& given : ratings) sum += above_usual(given);
    const auto bias = sum / (static_cast<double>(ratings.size()) + mean_prior);
    constexpr double of_equal = 1e-6;
    const std::size_t most = definition_.whole(option::ratings_of_owner);
    std::vector<item_index> liked;
    std::vector<item_index> disliked;
    for (const auto& given : ratings) {
      auto& side = above_usual(given) >= bias - of_equal ? liked : disliked;
      if (side.size() < most) side.push_back(given.item);
    }
    const auto newest_s = ratings.front().time_s;
    if (!liked.empty()) likes.persons.add(liked, newest_s);
    if (!disliked.empty()) dislikes.persons.add(disliked, newest_s);
  }

  const model_definition definition_;
  const events::event_type learns_from_;
};

}  // namespace

std::unique_ptr<model_updater> make_similar_rated_updater(const model_definition& definition,
                                                          events::event_type learns_from) {
  return std::make_unique<similar_rated_updater>(definition, learns_from);
}

boost::shared_ptr<const model> load_similar_rated(const model_definition& definition,
                                                  const build_record& record, model_reader& from,
                                                  std::size_t items_end) {
  auto likes = sequences::load(from, items_end, persons_max);
  auto dislikes = likes ? sequences::load(from, items_end, persons_max) : std::nullopt;
  std::vector<item_scale> scales;
  if (!dislikes || !from.take_all(scales) || scales.size() > items_end) return nullptr;
  for (const auto& each : scales)
    if (!(each.largest >= 0 && each.largest <= 100 && each.mean >= 0 && each.mean <= 1)) return nullptr;
  opinions of_likes{std::move(*likes), {}};
  opinions of_dislikes{std::move(*dislikes), {}};
  of_likes.index();
  of_dislikes.index();
  return boost::make_shared<const similar_rated>(std::move(of_likes), std::move(of_dislikes),
                                                 std::move(scales), definition, record);
}

}  // namespace footfall::model
