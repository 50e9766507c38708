// What an explanation says of items: what the customer tells of them, and why they are there.
#pragma once

#include "footfall/recommend/answer_record.hpp"
#include "footfall/text/json_writer.hpp"
#include "recommendation_format.hpp"

namespace footfall::api {

/// Adds `itemType`, `itemId` and, as far as the catalogue knows them, `title`, `price` (that holds now, in
/// major units), `currency`, `picture` and `category` to the open object.
void write_explained_item(const recommendation_view& view, item_index item, text::json_writer& json);

/// Adds the member `evidence`: of each context item that spoke for an item of the answer in how many of the
/// sessions that models keep both are, or in which attributes they agree.
void write_evidence(const recommendation_view& view, const answer_explanation& why,
                    const recommend::recommended_item& item, const recommend::recorded_item& recorded,
                    text::json_writer& json);

/// Adds the member `popularity`: the place of an item in the first ranking by popularity, how much was
/// counted of it and over how many days; null where it has none.
void write_popularity(const answer_explanation& why, item_index item, text::json_writer& json);

/// Adds the member `rating` where the model that spoke loudest goes by ratings: how good they are, and of how
/// many people.
void write_rating(const recommend::recorded_item& recorded, item_index item, text::json_writer& json);

}  // namespace footfall::api
