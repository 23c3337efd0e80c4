"""A face that lost detail drawn anew, by the person's other photos if there are any."""
